using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Workflows.Activities.Loops;

/// <summary>Runs its body for all items at the same time and waits for all of them; each round sees its own item.</summary>
internal sealed class ParallelForEach : LoopBehaviour
{
    public override object? Plan(ActivityPlanner planner) => planner.Child("body");

    protected override void Execute(ExecutionTurn turn)
    {
        var items = LoopItems.Of(turn);
        if (turn.Activity.Plan is CompiledActivity body)
        {
            var index = 0;
            foreach (var item in items.EnumerateArray())
            {
                turn.Schedule(body, index.ToString(CultureInfo.InvariantCulture), Json.Object((CurrentValue, item), (CurrentIndex, index)));
                index++;
            }
        }

        if (!turn.HasLiveChildren) turn.Complete();
    }

    public override void ChildCompleted(ExecutionTurn turn, ActivityExecution child, ImmutableArray<string> outcomes)
    {
        if (!turn.HasLiveChildren) turn.Complete();
    }

    public override bool ChildDismissed(ExecutionTurn turn, ActivityExecution child)
    {
        if (!turn.HasLiveChildren) turn.Complete();
        return true;
    }
}
