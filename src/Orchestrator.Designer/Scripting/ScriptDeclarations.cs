using System.Reflection;
using System.Text.Json;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Designer.Scripting;

/// <summary>
/// TypeScript declarations of everything that a script of a definition can name: its variables, inputs and the outputs of its activities, and the functions
/// that every script has. The editor completes and checks with them. Pure.
/// </summary>
internal sealed class ScriptDeclarations(IActivityCatalog catalog)
{
    private static readonly string Helpers = ReadHelpers();

    /// <summary>The declarations for one activity's editor.</summary>
    /// <param name="definition">The definition as it is drawn; it need not be able to run.</param>
    /// <param name="activityType">Type of the activity whose editor is open, or null.</param>
    public string Write(WorkflowDefinition definition, string? activityType)
    {
        var text = new List<string> { Helpers.TrimEnd() };
        WriteVariables(text, definition);
        WriteInputs(text, definition);
        WriteOutputs(text, definition);
        if (activityType == "Elsa.RunJavaScript")
            text.AddRange(["/** Chooses the port that is taken. */", "declare function setOutcome(name: string): void;", "/** Chooses the ports that are taken. */", "declare function setOutcomes(names: string[]): void;"]);
        return string.Join('\n', text) + '\n';
    }

    private static void WriteVariables(List<string> text, WorkflowDefinition definition)
    {
        // Variables of containers are in reach of what is drawn inside; the editor does not say where it is open, so all of them are offered.
        var variables = definition.Variables.Select(variable => (variable.Name, variable.TypeName))
            .Concat(definition.Activities.SelectMany(node => node["variables"] is { ValueKind: JsonValueKind.Array } own ? own.EnumerateArray().Select(OfContainer) : []))
            .Where(variable => variable.Name.Length > 0).DistinctBy(variable => variable.Name).ToList();
        text.Add("interface WorkflowVariables {");
        foreach (var (name, type) in variables) text.Add($"  {Member(name)}: {ScriptTypes.OfVariable(type)};");
        text.AddRange(["  [name: string]: any;", "}", "declare const variables: WorkflowVariables;"]);
        foreach (var (name, type) in variables.Select(variable => (Pascal(variable.Name), variable.TypeName)).Where(variable => IsIdentifier(variable.Item1)).DistinctBy(variable => variable.Item1))
        {
            text.Add($"declare function get{name}(): {ScriptTypes.OfVariable(type)};");
            text.Add($"declare function set{name}(value: {ScriptTypes.OfVariable(type)}): void;");
        }

        Overload(text, "getVariable", "name", variables.Select(variable => variable.Name), "any");
    }

    private static void WriteInputs(List<string> text, WorkflowDefinition definition)
    {
        text.Add("interface WorkflowInput {");
        foreach (var input in definition.Inputs) text.Add($"  {Member(input.Name)}: {ScriptTypes.OfValue(input.TypeName)};");
        text.AddRange(["  [name: string]: any;", "}", "declare const input: WorkflowInput;"]);
        var hidden = definition.Variables.Select(variable => Pascal(variable.Name)).ToHashSet(StringComparer.Ordinal);
        foreach (var input in definition.Inputs.Where(input => IsIdentifier(input.Name) && !hidden.Contains(input.Name)).DistinctBy(input => input.Name))
            text.Add($"declare function get{input.Name}(): {ScriptTypes.OfValue(input.TypeName)};");
        Overload(text, "getInput", "name", definition.Inputs.Select(input => input.Name), "any");
    }

    private void WriteOutputs(List<string> text, WorkflowDefinition definition)
    {
        var activities = definition.Activities.Where(node => node.Name is { Length: > 0 }).DistinctBy(node => node.Name)
            .Select(node => (Name: node.Name!, Outputs: catalog.TryGet(node.Type, node.Version, out var entry) ? entry.Descriptor.Outputs : []))
            .Where(activity => !activity.Outputs.IsEmpty).ToList();
        foreach (var (name, outputs) in activities)
        {
            foreach (var output in outputs.Where(output => IsIdentifier($"{output.Name}From{Pascal(name)}")))
            {
                text.Add($"/** {Comment(output.Description ?? output.DisplayName ?? output.Name)} */");
                text.Add($"declare function get{output.Name}From{Pascal(name)}(): {ScriptTypes.OfValue(output.TypeName)};");
            }

            text.Add($"declare function getOutputFrom(activity: {Quoted(name)}, output?: {string.Join(" | ", outputs.Select(output => Quoted(output.Name)))}): any;");
        }

        text.Add("declare function getOutputFrom(activity: string, output?: string): any;");
    }

    private static void Overload(List<string> text, string function, string parameter, IEnumerable<string> names, string type)
    {
        var known = string.Join(" | ", names.Select(Quoted));
        if (known.Length > 0) text.Add($"declare function {function}({parameter}: {known}): {type};");
        text.Add($"declare function {function}({parameter}: string): {type};");
    }

    private static (string Name, string TypeName) OfContainer(JsonElement variable)
    {
        var type = Text(variable, "typeName") ?? "Object";
        var isArray = variable.ValueKind == JsonValueKind.Object && variable.TryGetProperty("isArray", out var flag) && flag.ValueKind == JsonValueKind.True;
        return (Text(variable, "name") ?? "", isArray ? type + "[]" : type);
    }

    private static string? Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static string Member(string name) => IsIdentifier(name) ? name : Quoted(name);

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private static string Comment(string text) => text.Replace("*/", "* /", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private static bool IsIdentifier(string name) =>
        name.Length > 0 && (char.IsLetter(name[0]) || name[0] is '_' or '$') && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '$');

    /// <summary>As the engine names its functions: <c>reg_no</c> is <c>RegNo</c>.</summary>
    private static string Pascal(string name) => string.Concat(name.Split('_', '-', ' ').Where(part => part.Length > 0).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    private static string ReadHelpers()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Orchestrator.Designer.Scripting.helpers.d.ts")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
