using System.Text.Json;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Data;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Execution;

/// <summary>Brings the inputs of a case to their declared types. Elsa leaves them as they were sent and ignores their defaults.</summary>
internal static class DeclaredInputs
{
    public static JsonElement Of(CompiledWorkflow workflow, JsonElement given)
    {
        if (given.ValueKind != JsonValueKind.Object) given = JsonMembers.EmptyObject;
        if (workflow.Inputs.Count == 0) return given;
        var values = given.EnumerateObject().ToDictionary(i => i.Name, i => i.Value, StringComparer.Ordinal);
        foreach (var declared in workflow.Definition!.Inputs)
        {
            var type = DataType.Parse(declared.TypeName);
            try
            {
                values[declared.Name] = values.TryGetValue(declared.Name, out var value) && !value.IsAbsent()
                    ? TypeConverter.Convert(value, type)
                    : TypeConverter.ConvertDefault(declared.Default, type);
            }
            catch (ExpressionException)
            {
                // Who starts the case validates what is sent; a value that still does not fit is better seen as it is than lost.
                values.TryAdd(declared.Name, JsonMembers.Null);
            }
        }

        return Json.Object(values.OrderBy(v => v.Key, StringComparer.Ordinal));
    }
}
