using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Activities.ActivityDescription;

namespace Orchestrator.Workflows.Activities.Loops;

/// <summary>Leaves the innermost loop; what runs inside it is cancelled.</summary>
internal sealed class Break : BuiltInBehaviour
{
    protected override void Execute(ExecutionTurn turn)
    {
        turn.Decider.EndQuietly(turn.ExecutionId);
        turn.Signal(new ContainerSignal.Break());
    }
}

/// <summary>Descriptors of the loops.</summary>
internal static class LoopActivities
{
    public static IEnumerable<ActivityEntry> Entries =>
    [
        new(new()
        {
            TypeName = "Elsa.While", Category = "Looping", DisplayName = "While", Description = "Repeats as long as a condition holds.",
            Inputs = [Input("Condition", "Boolean", "Checked before every round.").Deferred()], Ports = Slots("Body"),
        }, new While()),
        new(new()
        {
            TypeName = "Elsa.For", Category = "Looping", DisplayName = "For", Description = "Repeats while counting.",
            Inputs =
            [
                Input("Start", "Int32", "First number.").WithDefault(0), Input("End", "Int32", "Last number."), Input("Step", "Int32", "Added after every round.").WithDefault(1),
                Flag("OuterBoundInclusive", "Whether the last number gets a round.").WithDefault(true),
            ],
            Outputs = [Output(LoopBehaviour.CurrentValue, "Object", "Number of the round.")], Ports = Slots("Body"),
        }, new For()),
        new(new()
        {
            TypeName = "Elsa.ForEach", Category = "Looping", DisplayName = "For Each", Description = "Repeats for every item, one after the other.",
            Inputs = [Input("Items", "List<Object>", "The items.")], Outputs = [Output(LoopBehaviour.CurrentValue, "Object", "Item of the round.")], Ports = Slots("Body"),
        }, new ForEach()),
        new(new()
        {
            TypeName = "Elsa.ParallelForEach", Category = "Looping", DisplayName = "Parallel for Each", Description = "Runs for all items at the same time.",
            Inputs = [Input("Items", "Object", "The items.")], Ports = Slots("Body"),
        }, new ParallelForEach()),
        new(new() { TypeName = "Elsa.Break", Category = "Looping", DisplayName = "Break", Description = "Leaves the innermost loop.", IsTerminal = true }, new Break()),
    ];
}
