using System.Text.Json;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using static Orchestrator.Workflows.Activities.ActivityDescription;

namespace Orchestrator.Workflows.Activities.Data;

/// <summary>Gives a variable a value. The variable is named by its id, so that a shadowed one can be meant.</summary>
internal sealed class SetVariable : BuiltInBehaviour
{
    public override object? Plan(ActivityPlanner planner)
    {
        var path = $"{planner.Node.Path}.variable";
        var written = planner.Node["variable"];
        if (written.Member("expression") is { ValueKind: JsonValueKind.Object } expression) written = expression.Member("value");
        var (id, name) = ActivityArguments.VariableReference(written);
        if (id is null && name is null)
        {
            planner.Fault("missing-input", path, "Expected the variable to set, but none is chosen; choose one.");
            return null;
        }

        if ((planner.FindVariable(id, null) ?? planner.FindVariable(null, name)) is { } variable) return variable.Id;
        planner.Fault("unknown-variable", path, $"Expected a variable that this activity can see, but '{name ?? id}' is not declared here; declare it on the workflow or choose another.");
        return null;
    }

    protected override void Execute(ExecutionTurn turn)
    {
        turn.Scope.SetVariableById((string)turn.Activity.Plan!, turn.Input("Value"));
        turn.Complete();
    }
}

/// <summary>Gives an output of the workflow a value.</summary>
internal sealed class SetOutput : BuiltInBehaviour
{
    protected override void Execute(ExecutionTurn turn)
    {
        if (turn.TextInput("OutputName") is not { Length: > 0 } name)
        {
            turn.Fault(new Fault(FaultCodes.InvalidInput, "Expected the name of a workflow output, but there is none; choose one."));
            return;
        }

        turn.SetWorkflowOutput(name, turn.Input("OutputValue"));
        turn.Complete();
    }
}

/// <summary>Gives the case its name.</summary>
internal sealed class SetName : BuiltInBehaviour
{
    protected override void Execute(ExecutionTurn turn)
    {
        turn.Scope.InstanceName = turn.TextInput("Value");
        turn.Complete();
    }
}

/// <summary>Gives the case the id that events from outside are matched by.</summary>
internal sealed class Correlate : BuiltInBehaviour
{
    protected override void Execute(ExecutionTurn turn)
    {
        turn.Scope.CorrelationId = turn.TextInput("CorrelationId");
        turn.Complete();
    }
}

/// <summary>Writes a line into the history: its text is the activity's recorded input.</summary>
internal sealed class WriteLine : BuiltInBehaviour
{
    protected override void Execute(ExecutionTurn turn) => turn.Complete();
}

/// <summary>Descriptors of the activities that set data.</summary>
internal static class DataActivities
{
    public static IEnumerable<ActivityEntry> Entries =>
    [
        new(new()
        {
            TypeName = "Elsa.SetVariable", Category = "Primitives", DisplayName = "Set Variable", Description = "Gives a variable a value.",
            Inputs = [Input("Variable", "Variable", "The variable.", "variable-picker").Plain(), Input("Value", "Object", "The value.")],
        }, new SetVariable()),
        new(new()
        {
            TypeName = "Elsa.SetOutput", Category = "Composition", DisplayName = "Set Output", Description = "Gives an output of the workflow a value.",
            Inputs = [Input("OutputName", "String", "The output.", "output-picker").Required(), Input("OutputValue", "Object", "The value.")],
        }, new SetOutput()),
        new(new()
        {
            TypeName = "Elsa.SetName", Category = "Primitives", DisplayName = "Set Name", Description = "Names the case.",
            Inputs = [Input("Value", "String", "The name.")],
        }, new SetName()),
        new(new()
        {
            TypeName = "Elsa.Correlate", Category = "Primitives", DisplayName = "Correlate", Description = "Sets the correlation id of the case.",
            Inputs = [Input("CorrelationId", "String", "The id.")],
        }, new Correlate()),
        new(new()
        {
            TypeName = "Elsa.WriteLine", Category = "Console", DisplayName = "Write Line", Description = "Writes a line into the history of the case.",
            Inputs = [Input("Text", "String", "The line.")],
        }, new WriteLine()),
    ];
}
