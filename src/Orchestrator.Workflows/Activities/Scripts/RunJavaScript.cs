using System.Collections.Frozen;
using System.Text.Json;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Expressions;
using static Orchestrator.Workflows.Activities.ActivityDescription;

namespace Orchestrator.Workflows.Activities.Scripts;

/// <summary>Runs a script once; the script chooses its ports with <c>setOutcome</c>.</summary>
internal sealed class RunJavaScript : BuiltInBehaviour
{
    public static ActivityEntry Entry { get; } = new(
        new()
        {
            TypeName = "Elsa.RunJavaScript",
            Category = "Scripting",
            DisplayName = "Run JavaScript",
            Description = "Runs a script.",
            Inputs =
            [
                Input("Script", "String", "The script.", "code-editor").Deferred() with { DefaultSyntax = "JavaScript" },
                Input("PossibleOutcomes", "List<String>", "Ports that the script may choose.", "dynamic-outcomes").Deferred(),
            ],
            Outputs = [Output("Result", "Object", "The script's value.")],
        },
        new RunJavaScript());

    public override object? Plan(ActivityPlanner planner)
    {
        var expression = planner.Node["script"].Object("expression");
        var kind = expression.Text("type") ?? "JavaScript";
        var script = expression.Member("value");
        if (script.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(script.GetString())) return null;
        if (kind is "JavaScript" or "Literal")
            return planner.Expression(Json.Object(("type", "JavaScript"), ("value", script)), $"{planner.Node.Path}.script.expression", "Object");
        planner.Fault("unsupported-script", $"{planner.Node.Path}.script.expression.type",
            $"Expected the script itself, but it is made by a {kind} expression when it runs; write the script down.");
        return null;
    }

    /// <summary>A script may choose a port that is not listed; Elsa follows it when it is connected.</summary>
    public override FrozenSet<string>? Ports(ActivityPlanner planner) => null;

    protected override void Execute(ExecutionTurn turn)
    {
        if (turn.Activity.Plan is IPreparedExpression script)
        {
            var result = script.Evaluate(turn.Scope);
            if (result.ValueKind != JsonValueKind.Undefined) turn.SetOutput("Result", result);
        }

        turn.Complete([.. turn.Scope.Outcomes ?? []]);
    }
}
