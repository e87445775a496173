namespace Orchestrator.Cases.Statuses;

/// <summary>What the citizen is told about a case, in our word and in the codes of both systems beside us.</summary>
/// <param name="Key">Our word, for example <c>forwarded</c>.</param>
/// <param name="Name">Shown to people.</param>
/// <param name="InterconnectedCode">Code of the interconnected-service software, or null when it has none.</param>
/// <param name="PortalCode">Code of the national public service portal.</param>
/// <param name="IsFinal">True when nothing follows.</param>
public sealed record DossierStatus(string Key, BilingualText Name, int? InterconnectedCode, int PortalCode, bool IsFinal);
