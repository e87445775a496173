using Orchestrator.Designer.Diagrams;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Trials;

/// <summary>What the trial page shows.</summary>
/// <param name="DefinitionId">What is tried.</param>
/// <param name="VersionId">Which version, or null for the published one.</param>
/// <param name="Name">Its name.</param>
/// <param name="Application">The application to begin with, or null while a trial goes on.</param>
/// <param name="Seed">What made the application up.</param>
/// <param name="TrialId">The trial, or null before it begins.</param>
/// <param name="Run">How it stands, or null before it begins.</param>
public sealed record TryModel(
    string DefinitionId, string? VersionId, string Name, string? Application, long Seed, string? TrialId = null, TryRunModel? Run = null);

/// <summary>How a trial stands.</summary>
public sealed class TryRunModel
{
    private readonly Dictionary<string, string> _standing;
    private readonly string? _now;
    private readonly HashSet<(string Source, string Port)> _taken;

    internal TryRunModel(Trial trial)
    {
        var definition = trial.Workflow.Definition!;
        (Status, SubStatus, Now, Version) = ($"{trial.State.Status} / {trial.State.SubStatus}", trial.State.SubStatus, trial.Now, trial.Workflow.Version);
        Diagram = Diagram.Of(definition);
        Waits = trial.Waits;
        Steps = [.. trial.Steps.Where(step => step.NodeId != definition.Root?.NodeId)];
        Incidents = [.. trial.State.Incidents.Values.OrderBy(incident => incident.OpenedAt)];
        Operations = [.. definition.Activities.Where(node => node.Type.StartsWith("Agency.", StringComparison.Ordinal)).Select(node => Operation(trial, node))];
        var waiting = Waits.Select(wait => wait.ActivityId).ToHashSet(StringComparer.Ordinal);
        _standing = Steps.GroupBy(step => step.ActivityId).ToDictionary(runs => runs.Key, runs => Standing(runs.Last(), waiting), StringComparer.Ordinal);
        _now = Diagram.Nodes.FirstOrDefault(node => _standing.GetValueOrDefault(node.Id) is "is-faulted" or "is-waiting" or "is-running")?.Id;
        _taken = [.. Steps.SelectMany(step => step.Ports.Select(port => (step.ActivityId, port)))];
    }

    internal string Status { get; }

    internal CaseSubStatus SubStatus { get; }

    internal DateTimeOffset Now { get; }

    internal int Version { get; }

    internal Diagram Diagram { get; }

    internal IReadOnlyList<TrialWait> Waits { get; }

    internal IReadOnlyList<TrialStep> Steps { get; }

    internal IReadOnlyList<Incident> Incidents { get; }

    internal IReadOnlyList<TriedOperation> Operations { get; }

    internal string? ClassOf(DiagramNode node) => _standing.GetValueOrDefault(node.Id);

    internal string? ClassOf(DiagramEdge edge) => _taken.Contains((edge.SourceId, edge.Port)) && _standing.ContainsKey(edge.TargetId) ? "is-taken" : null;

    /// <summary>The first place where the case waits or is faulted is where the page is opened.</summary>
    internal string? NameOf(DiagramNode node) => node.Id == _now ? TryEndpoints.Here : null;

    internal string? MarkOf(DiagramNode node) => ClassOf(node) switch
    {
        "is-done" => "✓",
        "is-waiting" => "…",
        "is-faulted" => "!",
        "is-canceled" => "×",
        _ => null,
    };

    private static string Standing(TrialStep step, HashSet<string> waiting) => step.Status switch
    {
        ExecutionStatus.Completed => "is-done",
        ExecutionStatus.Faulted => "is-faulted",
        ExecutionStatus.Canceled => "is-canceled",
        _ => waiting.Contains(step.ActivityId) ? "is-waiting" : "is-running",
    };

    private static TriedOperation Operation(Trial trial, ActivityNode node) =>
        new(node.Id, node.Label, trial.PortsOf(node.Type, node.Version), trial.Chosen.GetValueOrDefault(node.Id));
}

/// <summary>An agency's operation of the diagram and what it answers.</summary>
internal sealed record TriedOperation(string ActivityId, string Label, IReadOnlyList<string> Ports, string? Chosen);
