using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Data;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Execution;

/// <summary>Evaluates the inputs of an activity once, before it starts.</summary>
internal static class InputEvaluation
{
    /// <returns>A JSON object by descriptor name, or null when the activity has no inputs.</returns>
    /// <exception cref="ExpressionException">An input failed or does not fit its type.</exception>
    public static JsonElement? Evaluate(Decider decider, CompiledActivity activity, ScheduledWork work)
    {
        if (activity.EvaluatedAtStart.IsEmpty) return null;
        if (activity.ConstantInputs is { } constant) return constant;
        var scope = new ExecutionScope(decider, work.ParentId, work.Locals, activity);
        var values = new KeyValuePair<string, JsonElement>[activity.EvaluatedAtStart.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var input = activity.EvaluatedAtStart[i];
            values[i] = new(input.Name, Evaluate(input, scope));
        }

        return Json.Object(values);
    }

    /// <returns>The inputs when nothing but written values has a say in them, or null.</returns>
    public static JsonElement? Constant(ImmutableArray<CompiledInput> inputs)
    {
        if (inputs.IsEmpty || !inputs.All(input => input.Expression is null or ConstantExpression)) return null;
        try
        {
            return Json.Object([.. inputs.Select(input => KeyValuePair.Create(input.Name, input.Expression is ConstantExpression { Value: var value } ? Converted(input, value) : input.Default))]);
        }
        catch (ExpressionException)
        {
            // A value that does not fit becomes the fault of the run that comes to it.
            return null;
        }
    }

    private static JsonElement Evaluate(CompiledInput input, ExecutionScope scope)
    {
        if (input.Expression is null) return input.Default;
        try
        {
            return Converted(input, input.Expression.Evaluate(scope));
        }
        catch (ExpressionException problem)
        {
            throw new ExpressionException(problem.Code, $"Input '{input.Name}': {problem.Message}", problem);
        }
    }

    private static JsonElement Converted(CompiledInput input, JsonElement given)
    {
        var value = TypeConverter.Convert(given, input.TypeName);
        return value.ValueKind == JsonValueKind.Null ? input.Default : value;
    }
}
