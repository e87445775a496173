using System.Text.Json;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Workflows.Expressions;

/// <summary>The value of a workflow input, by name. One that was not given is a null, as in Elsa.</summary>
internal sealed class InputLanguage : IExpressionLanguage
{
    public string Type => "Input";

    public IPreparedExpression Prepare(JsonElement value, string targetType)
    {
        var reference = ReferenceName.Read(value, Type);
        return (reference.Name ?? reference.Id) is { } name ? new Reading(name) : new ConstantExpression(JsonValues.Null);
    }

    private sealed class Reading(string name) : IPreparedExpression
    {
        public JsonElement Evaluate(IExpressionScope scope) => scope.TryGetInput(name, out var value) ? value : JsonValues.Null;
    }
}
