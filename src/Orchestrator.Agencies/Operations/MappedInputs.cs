using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Agencies.Documents;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Agencies.Operations;

/// <summary>Fills the inputs of an operation from a call that was made and answered: to undo it, or to ask about it. Pure.</summary>
public static class MappedInputs
{
    /// <summary>The inputs of <paramref name="target"/> by their names in the designer; what the call does not have is left out.</summary>
    /// <param name="target">The operation to be called.</param>
    /// <param name="mappings">Where its inputs come from.</param>
    /// <param name="operation">The operation that was called.</param>
    /// <param name="inputs">Its inputs by their names in the designer, a JSON object.</param>
    /// <param name="outputs">Its outputs by their names in the designer, a JSON object.</param>
    public static JsonElement For(
        AgencyOperation target, ImmutableArray<ValueMapping> mappings, AgencyOperation operation, JsonElement inputs, JsonElement outputs)
    {
        var values = new JsonObject();
        foreach (var (name, origin) in mappings)
        {
            if (target.Inputs.FirstOrDefault(input => input.Place.Name == name) is { } input && Find(origin, operation, inputs, outputs) is { } value)
                values[input.Name] = JsonSerializer.SerializeToNode(value);
        }

        return JsonSerializer.SerializeToElement(values);
    }

    /// <summary>The value an origin stands for, or null when the call has none.</summary>
    public static JsonElement? Find(ValueOrigin origin, AgencyOperation operation, JsonElement inputs, JsonElement outputs) => origin switch
    {
        ValueOrigin.Fixed(var value) => value,
        ValueOrigin.FromInput(var pointer) => Find(inputs, operation.Inputs.FirstOrDefault(input => input.Place.Name == OperationLinks.First(pointer))?.Name, pointer),
        ValueOrigin.FromOutput(var pointer) => Find(outputs, operation.Outputs.FirstOrDefault(output => output.WireName == OperationLinks.First(pointer))?.Name, pointer),
        _ => null,
    };

    // A case keeps values by the designer's names, a document speaks the names of the wire: only the first part differs.
    private static JsonElement? Find(JsonElement values, string? name, string pointer)
    {
        if (name is null || values.ValueKind != JsonValueKind.Object || !values.TryGetProperty(name, out var value))
            return null;
        var rest = pointer.IndexOf('/', 1) is > 0 and var slash ? pointer[slash..] : "";
        return JsonPointer.TryFind(value, rest, out var found) && found.ValueKind is not JsonValueKind.Null ? found : null;
    }
}
