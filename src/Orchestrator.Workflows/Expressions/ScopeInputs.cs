using System.Text.Json;

namespace Orchestrator.Workflows.Expressions;

/// <summary>Reads workflow inputs.</summary>
internal static class ScopeInputs
{
    /// <summary>Finds an input by name: with case first, then without, because Elsa compares input names without case.</summary>
    public static bool TryGetInput(this IExpressionScope scope, string name, out JsonElement value)
    {
        value = default;
        var inputs = scope.Input;
        if (inputs.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        if (inputs.TryGetProperty(name, out value))
        {
            return true;
        }

        foreach (var input in inputs.EnumerateObject())
        {
            if (input.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                value = input.Value;
                return true;
            }
        }

        return false;
    }
}
