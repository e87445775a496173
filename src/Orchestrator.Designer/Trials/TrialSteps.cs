using Orchestrator.Cases.Scenarios;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Trials;

/// <summary>Reads the steps of a trial from its journal. Pure.</summary>
internal static class TrialSteps
{
    public static IReadOnlyList<TrialStep> Of(DryRun run)
    {
        var labels = (run.Workflow.Definition?.Activities ?? []).DistinctBy(node => node.NodeId).ToDictionary(node => node.NodeId, node => node.Label, StringComparer.Ordinal);
        var steps = new SortedDictionary<long, TrialStep>();
        foreach (var (at, change) in run.Journal)
        {
            switch (change)
            {
                case ActivityStarted started:
                    steps[started.ExecutionId] = new TrialStep(
                        started.ExecutionId, started.ActivityId, started.NodeId, labels.GetValueOrDefault(started.NodeId) ?? started.ActivityId, started.Type,
                        ExecutionStatus.Running, at, null, [], started.Inputs, null, null);
                    break;
                case ActivityCompleted completed:
                    steps[completed.ExecutionId] = steps[completed.ExecutionId] with
                    {
                        Status = ExecutionStatus.Completed,
                        EndedAt = at,
                        Ports = completed.Outcomes,
                        Outputs = completed.Outputs,
                        Fault = null,
                    };
                    break;
                case ActivityFaulted faulted:
                    steps[faulted.ExecutionId] = steps[faulted.ExecutionId] with { Status = ExecutionStatus.Faulted, EndedAt = at, Fault = faulted.Fault };
                    break;
                case ActivityCanceled canceled:
                    steps[canceled.ExecutionId] = steps[canceled.ExecutionId] with { Status = ExecutionStatus.Canceled, EndedAt = at };
                    break;
            }
        }

        return [.. steps.Values];
    }
}
