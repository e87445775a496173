namespace Orchestrator.Agencies.Documents;

/// <summary>A document of the folder <c>agencies</c>.</summary>
/// <param name="Source">Path below the folder of workflows, for messages.</param>
/// <param name="Place">Path on this machine.</param>
/// <param name="Reading">What reading it came to.</param>
internal sealed record AgencyFile(string Source, string Place, DocumentReading Reading);
