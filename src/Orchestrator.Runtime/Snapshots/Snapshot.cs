using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Snapshots;

/// <summary>A case folded up to an entry.</summary>
/// <param name="State">The fold.</param>
/// <param name="StartedAt">Time of the first entry.</param>
internal sealed record Snapshot(CaseState State, DateTimeOffset StartedAt);
