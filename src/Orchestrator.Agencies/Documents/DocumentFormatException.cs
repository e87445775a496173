namespace Orchestrator.Agencies.Documents;

/// <summary>Leaves the reading of one part of a document; caught at the boundary of that part and turned into a fault.</summary>
internal sealed class DocumentFormatException(string code, string path, string message) : Exception(message)
{
    public string Code { get; } = code;

    public string Path { get; } = path;
}
