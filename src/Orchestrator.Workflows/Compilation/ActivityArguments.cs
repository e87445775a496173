using System.Collections.Frozen;
using System.Text.Json;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Data;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Compilation;

/// <summary>Reads the inputs and outputs of one activity against its descriptor, in every form that Elsa and Studio have written them.</summary>
internal sealed class ActivityArguments(CompilationRun run, ActivityNode node)
{
    private static readonly FrozenSet<string> Reserved = new[] { "id", "nodeId", "name", "type", "version" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Null only after a fault.</summary>
    public CompiledInput? Input(InputDescriptor descriptor)
    {
        var property = PropertyName(descriptor.Name);
        var written = node[property];
        var path = $"{node.Path}.{property}";

        // An input that is called like a member every activity has (name, type, …) can only be told from it by its form.
        if (Reserved.Contains(property) && written.ValueKind != JsonValueKind.Object) written = default;
        var fallback = descriptor.DefaultValue is { } value ? TypeConverter.Convert(value, descriptor.TypeName) : JsonMembers.Null;
        if (written.IsAbsent() || IsCleared(written, descriptor))
        {
            if (descriptor.IsRequired && fallback.IsAbsent())
                run.Fault("missing-input", path, node, $"Expected a value for '{descriptor.DisplayName ?? descriptor.Name}', but there is none; give it one.");
            return new CompiledInput(descriptor.Name, descriptor.TypeName, null, fallback);
        }

        if (!descriptor.IsWrapped || !descriptor.AutoEvaluate) return new CompiledInput(descriptor.Name, descriptor.TypeName, null, written);
        var expression = written.Member("expression");
        var memory = written.Object("memoryReference").Text("id");
        if (expression.IsAbsent() && memory is not null)
            return Prepared(descriptor, run.Prepare(Json.Object(("type", "Variable"), ("value", Json.Object(("id", memory), ("name", run.FindVariable(memory, null)?.Name ?? memory)))), path, descriptor.TypeName, node), fallback);
        if (expression.IsAbsent() && written.ValueKind == JsonValueKind.Object && written.TryGetProperty("expression", out _))
            return new CompiledInput(descriptor.Name, descriptor.TypeName, null, fallback);
        if (expression.ValueKind == JsonValueKind.Object)
            return Prepared(descriptor, run.Prepare(expression, $"{path}.expression", descriptor.TypeName, node), fallback);

        // A bare value where Elsa writes an expression: nothing is lost by taking it as a literal.
        return Prepared(descriptor, run.Prepare(Json.Object(("type", "Literal"), ("value", written)), path, descriptor.TypeName, node), fallback);
    }

    public OutputBinding? Output(OutputDescriptor descriptor)
    {
        var property = PropertyName(descriptor.Name);
        if (node[property].Object("memoryReference").Text("id") is not { Length: > 0 } id) return null;
        if (run.FindVariable(id, null) is { } variable) return new OutputBinding.ToVariable(variable.Id);
        if (run.IsWorkflowOutput(id)) return new OutputBinding.ToWorkflowOutput(id);
        run.Fault("unknown-variable", $"{node.Path}.{property}.memoryReference.id", node,
            $"Expected the id of a variable that this activity can see or the name of a workflow output, but '{id}' is neither; bind the output again.");
        return null;
    }

    /// <summary>Studio writes a variable as an object, as that object's JSON in a string, or as its name.</summary>
    public static (string? Id, string? Name) VariableReference(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object) return (value.Text("id"), value.Text("name"));
        if (value.ValueKind != JsonValueKind.String) return (null, null);
        var text = value.GetString()!;
        if (!text.TrimStart().StartsWith('{')) return (null, text);
        try
        {
            using var document = JsonDocument.Parse(text);
            return (document.RootElement.Text("id"), document.RootElement.Text("name"));
        }
        catch (JsonException)
        {
            return (null, text);
        }
    }

    public static string PropertyName(string descriptorName) => JsonNamingPolicy.CamelCase.ConvertName(descriptorName);

    private static CompiledInput? Prepared(InputDescriptor descriptor, IPreparedExpression? expression, JsonElement fallback) =>
        expression is null ? null : new CompiledInput(descriptor.Name, descriptor.TypeName, expression, fallback);

    /// <summary>Studio clears a field by writing an empty literal; for text that is a value, for anything else it is none.</summary>
    private static bool IsCleared(JsonElement written, InputDescriptor descriptor)
    {
        var expression = written.Object("expression");
        var value = expression.Member("value");
        return descriptor.IsWrapped
            && written.ValueKind == JsonValueKind.Object
            && expression.ValueKind == JsonValueKind.Object
            && (value.IsAbsent() ? expression.EnumerateObject().Any() : value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0 && (descriptor.IsRequired || descriptor.TypeName is not ("String" or "Object")));
    }
}
