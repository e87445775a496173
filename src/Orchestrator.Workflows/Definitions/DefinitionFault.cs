namespace Orchestrator.Workflows.Definitions;

/// <summary>Something in a definition that keeps it from running.</summary>
/// <param name="Code">Stable code, for example <c>unknown-activity</c>, <c>dangling-connection</c>.</param>
/// <param name="Path">JSON path from the document's root, for example <c>$.root.activities[2].type</c>.</param>
/// <param name="Activity">Name or id of the activity concerned, or null.</param>
/// <param name="Message">"Expected …, but …; do …".</param>
public sealed record DefinitionFault(string Code, string Path, string? Activity, string Message);
