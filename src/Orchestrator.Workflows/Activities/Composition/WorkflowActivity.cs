using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Composition;

/// <summary>
/// A published workflow drawn as an activity of another one. It runs inside the same case: what is drawn in it is compiled into the workflow that uses it,
/// in a frame of its own, so that it sees its own inputs, variables and activities and nothing of the workflow around it.
/// </summary>
internal sealed class WorkflowActivity(WorkflowDefinition definition, string definitionId, string versionId, int version) : ContainerBehaviour
{
    /// <summary>Outputs that are set but not given yet are values of the execution that stands for the workflow, under names no script can write.</summary>
    public const string OutputPrefix = "$output:";

    public WorkflowDefinition Definition => definition;

    public string DefinitionId => definitionId;

    public string VersionId => versionId;

    public int Version => version;

    public override object? Plan(ActivityPlanner planner) => planner.Inline(this);

    /// <summary>The declared outcomes, and <c>Done</c> for a workflow that ends without naming one.</summary>
    public override FrozenSet<string>? Ports(ActivityPlanner planner) => definition.Outcomes.Append(Done).ToFrozenSet(StringComparer.Ordinal);

    protected override void Execute(ExecutionTurn turn) => turn.Schedule((CompiledActivity)turn.Activity.Plan!);

    public override void ChildCompleted(ExecutionTurn turn, ActivityExecution child, ImmutableArray<string> outcomes) =>
        End(turn, ((CompiledActivity)turn.Activity.Plan!).Behaviour is ContainerBehaviour ? outcomes : [Done]);

    public override bool Receive(ExecutionTurn turn, ContainerSignal signal)
    {
        if (signal is not ContainerSignal.Complete complete) return false;
        End(turn, complete.Outcomes);
        return true;
    }

    private static void End(ExecutionTurn turn, ImmutableArray<string> outcomes)
    {
        var values = turn.State.Variables.GetValueOrDefault(turn.ExecutionId);
        foreach (var output in turn.Activity.Descriptor.Outputs)
        {
            JsonElement value = default;
            _ = values?.TryGetValue(OutputPrefix + output.Name, out value);
            turn.SetOutput(output.Name, value);
        }

        turn.Complete(outcomes.AsSpan());
    }
}
