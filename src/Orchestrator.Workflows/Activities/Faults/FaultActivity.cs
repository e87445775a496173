using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Activities.ActivityDescription;

namespace Orchestrator.Workflows.Activities.Faults;

/// <summary>Faults on purpose: a person must look at the case.</summary>
internal sealed class FaultActivity : BuiltInBehaviour
{
    public static ActivityEntry Entry { get; } = new(
        new()
        {
            TypeName = "Elsa.Fault",
            Category = "Primitives",
            DisplayName = "Fault",
            Description = "Opens an incident.",
            Inputs =
            [
                Input("Code", "String", "Code of the fault."), Input("Category", "String", "Group of the fault."), Input("FaultType", "String", "Kind of the fault."),
                Input("Message", "String", "What is wrong and what to do."),
            ],
        },
        new FaultActivity());

    protected override void Execute(ExecutionTurn turn)
    {
        var detail = string.Join(" / ", new[] { turn.TextInput("Category"), turn.TextInput("FaultType") }.Where(t => !string.IsNullOrEmpty(t)));
        turn.Fault(new Fault(
            turn.TextInput("Code") is { Length: > 0 } code ? code : FaultCodes.Drawn,
            turn.TextInput("Message") is { Length: > 0 } message ? message : $"Expected the case not to come to '{turn.DisplayName}', but it did; look at the case and decide.",
            detail.Length > 0 ? detail : null));
    }
}
