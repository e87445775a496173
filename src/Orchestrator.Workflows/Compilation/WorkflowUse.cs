namespace Orchestrator.Workflows.Compilation;

/// <summary>Another workflow that a workflow uses as an activity.</summary>
/// <param name="Path">JSON path of the activity.</param>
/// <param name="TypeName">Its activity type.</param>
/// <param name="DefinitionId">The used definition.</param>
/// <param name="VersionId">The used version.</param>
/// <param name="Version">Number of the used version.</param>
/// <param name="IsAsWritten">
/// False when the definition names a version that is not here (it comes from another server) and the newest published one is taken instead; whoever stores
/// the definition writes down what was taken, so that its cases always run the same.
/// </param>
public sealed record WorkflowUse(string Path, string TypeName, string DefinitionId, string VersionId, int Version, bool IsAsWritten);
