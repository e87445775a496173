using System.Text.Json;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Activities.ActivityDescription;

namespace Orchestrator.Workflows.Activities.Endings;

/// <summary>Where the flow begins.</summary>
internal sealed class Start : BuiltInBehaviour
{
    protected override void Execute(ExecutionTurn turn) => turn.Complete();
}

/// <summary>Ends the flowchart or sequence it is drawn in, which looks for it when a child has completed; anywhere else nothing is left to end.</summary>
internal sealed class End : BuiltInBehaviour
{
    protected override void Execute(ExecutionTurn turn) => turn.Complete();
}

/// <summary>Ends the container it is drawn in and takes that container's ports; in the root it ends the case.</summary>
internal sealed class Complete : BuiltInBehaviour
{
    protected override void Execute(ExecutionTurn turn)
    {
        var outcomes = turn.Input("Outcomes");
        turn.Decider.EndQuietly(turn.ExecutionId);
        turn.Signal(new ContainerSignal.Complete(outcomes.ValueKind switch
        {
            JsonValueKind.Array => [.. outcomes.EnumerateArray().Select(o => o.ToString())],
            JsonValueKind.String when StringList.Of(outcomes) is { } list => list,
            JsonValueKind.String when outcomes.GetString() is { Length: > 0 } one => [one],
            _ => [Done],
        }));
    }
}

/// <summary>Ends the case, whatever else is at work.</summary>
internal sealed class Finish : BuiltInBehaviour
{
    protected override void Execute(ExecutionTurn turn)
    {
        turn.Decider.EndQuietly(turn.ExecutionId);
        turn.Decider.End(CaseSubStatus.Finished);
    }
}

/// <summary>Descriptors of beginnings and ends.</summary>
internal static class EndingActivities
{
    public static IEnumerable<ActivityEntry> Entries =>
    [
        new(new() { TypeName = "Elsa.Start", Category = "Flow", DisplayName = "Start", Description = "Where the flow begins.", IsStart = true }, new Start()),
        new(new() { TypeName = "Elsa.End", Category = "Flow", DisplayName = "End", Description = "Ends the container.", IsTerminal = true }, new End()),
        new(new()
        {
            TypeName = "Elsa.Complete", Category = "Composition", DisplayName = "Complete", Description = "Ends the container through chosen ports.", IsTerminal = true,
            Inputs = [Input("Outcomes", "Object", "The ports.", "outcome-picker") with { DefaultSyntax = "Object" }],
        }, new Complete()),
        new(new() { TypeName = "Elsa.Finish", Category = "Primitives", DisplayName = "Finish", Description = "Ends the case.", IsTerminal = true }, new Finish()),
    ];
}
