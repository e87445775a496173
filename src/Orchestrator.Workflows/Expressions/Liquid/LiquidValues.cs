using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Fluid;
using Fluid.Values;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Workflows.Expressions.Liquid;

/// <summary>Shows a scope to a template. A name that does not exist is nil and renders as nothing, as in Elsa.</summary>
internal static class LiquidValues
{
    public static void Fill(TemplateContext context, IExpressionScope scope)
    {
        context.SetValue("Variables", new DictionaryValue(new ScopeVariables(scope)));
        context.SetValue("Input", new DictionaryValue(new ScopeInput(scope)));
        context.SetValue("CorrelationId", Text(scope.CorrelationId));
        context.SetValue("WorkflowInstanceId", Text(scope.InstanceId));
        context.SetValue("WorkflowInstanceName", Text(scope.InstanceName));
        context.SetValue("WorkflowDefinitionId", Text(scope.DefinitionId));
        context.SetValue("WorkflowDefinitionVersionId", Text(scope.DefinitionVersionId));
        context.SetValue("WorkflowDefinitionVersion", NumberValue.Create(scope.DefinitionVersion));
        context.SetValue("LastResult", Of(scope.LastResult));
    }

    public static FluidValue Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new StringValue(JsonValues.TextOf(value)),
        JsonValueKind.Number => value.TryGetDecimal(out var number) ? NumberValue.Create(number) : new StringValue(value.GetRawText()),
        JsonValueKind.True => BooleanValue.True,
        JsonValueKind.False => BooleanValue.False,
        JsonValueKind.Array => new ArrayValue([.. value.EnumerateArray().Select(Of)]),
        JsonValueKind.Object => new DictionaryValue(new JsonMembers(value)),
        _ => NilValue.Instance,
    };

    private static FluidValue Of(JsonElement value, string? declaredType) =>
        value.ValueKind == JsonValueKind.String
        && DataType.Parse(declaredType).Kind is DataKind.DateTime or DataKind.DateTimeOffset
        && Moments.TryRead(JsonValues.TextOf(value), out var moment, out _)
            ? new DateTimeValue(moment)
            : Of(value);

    private static FluidValue Text(string? value) => value is null ? NilValue.Instance : new StringValue(value);

    /// <summary>The members of a JSON object.</summary>
    internal sealed class JsonMembers(JsonElement members) : IFluidIndexable
    {
        public JsonElement Json => members;

        public int Count => members.GetPropertyCount();

        public IEnumerable<string> Keys => members.EnumerateObject().Select(member => member.Name);

        public bool TryGetValue(string name, [NotNullWhen(true)] out FluidValue? value)
        {
            value = members.TryGetProperty(name, out var member) ? Of(member) : null;
            return value is not null;
        }
    }

    private sealed class ScopeVariables(IExpressionScope scope) : IFluidIndexable
    {
        public int Count => scope.Variables.Count();

        public IEnumerable<string> Keys => scope.Variables.Select(variable => variable.Key);

        public bool TryGetValue(string name, [NotNullWhen(true)] out FluidValue? value)
        {
            value = scope.TryGetVariable(name, out var found) ? Of(found, scope.TypeOfVariable(name)) : null;
            return value is not null;
        }
    }

    private sealed class ScopeInput(IExpressionScope scope) : IFluidIndexable
    {
        public int Count => scope.Input.ValueKind == JsonValueKind.Object ? scope.Input.GetPropertyCount() : 0;

        public IEnumerable<string> Keys => scope.Input.ValueKind == JsonValueKind.Object ? scope.Input.EnumerateObject().Select(input => input.Name) : [];

        public bool TryGetValue(string name, [NotNullWhen(true)] out FluidValue? value)
        {
            value = scope.TryGetInput(name, out var input) ? Of(input) : null;
            return value is not null;
        }
    }
}
