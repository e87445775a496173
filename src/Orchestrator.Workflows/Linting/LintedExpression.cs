using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Expressions;
using Orchestrator.Workflows.Expressions.JavaScript;

namespace Orchestrator.Workflows.Linting;

/// <summary>One expression of an activity as it is written.</summary>
/// <param name="Activity">The activity.</param>
/// <param name="Path">JSON path of the expression.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Value">Its value.</param>
internal sealed partial record LintedExpression(CompiledActivity Activity, string Path, string Type, JsonElement Value)
{
    /// <summary>What a script does with names; null for other kinds.</summary>
    public ScriptUse? Script { get; } = Type == "JavaScript" && Value.ValueKind == JsonValueKind.String ? Parse(Value.GetString()!) : null;

    /// <summary>Every expression of an activity, those of activities inside it left out.</summary>
    public static IEnumerable<LintedExpression> In(CompiledActivity activity)
    {
        foreach (var property in activity.Node.Json.EnumerateObject())
        {
            if (property.Name is "customProperties" or "metadata" or "variables" or "connections" or "activities") continue;
            foreach (var found in In(activity, property.Value, $"{activity.Node.Path}.{property.Name}")) yield return found;
        }
    }

    /// <summary>Names of variables that a template reads; null when it can be any.</summary>
    public IEnumerable<string>? TemplateReads()
    {
        if (Type != "Liquid" || Value.ValueKind != JsonValueKind.String) return [];
        var source = Value.GetString()!;
        var names = TemplateVariable().Matches(source).Select(match => match.Groups["name"].Value).ToArray();
        return names.Length == Occurrences(source) ? names : null;
    }

    private static int Occurrences(string source) => source.Split("Variables").Length - 1;

    [GeneratedRegex(@"\bVariables\s*(\.\s*(?<name>[\p{L}_][\p{L}\p{N}_]*)|\[\s*(?<quote>['""])(?<name>[^'""]+)\k<quote>\s*\])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TemplateVariable();

    private static IEnumerable<LintedExpression> In(CompiledActivity activity, JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when activity.Node.Children.Any(child => child.Path == path):
                break;
            case JsonValueKind.Object when value.Text("type") is { } type && ExpressionLanguages.TryGet(type, out _) && value.TryGetProperty("value", out var written):
                yield return new LintedExpression(activity, path, IsScript(activity, path, type) ? "JavaScript" : type, written);
                if (written.ValueKind == JsonValueKind.String && type == "Object")
                {
                    foreach (var inner in InText(activity, written.GetString()!, path)) yield return inner;
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    foreach (var found in In(activity, member.Value, $"{path}.{member.Name}")) yield return found;
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    foreach (var found in In(activity, item, $"{path}[{index++}]")) yield return found;
                }

                break;
        }
    }

    /// <summary>Studio's dictionary editor stores expressions inside the text of an expression.</summary>
    private static IEnumerable<LintedExpression> InText(CompiledActivity activity, string text, string path) =>
        Data.JsonText.TryParseStructure(text, out var inner) ? In(activity, inner, path) : [];

    /// <summary>The script of Run JavaScript is stored as a literal.</summary>
    private static bool IsScript(CompiledActivity activity, string path, string type) =>
        type == "Literal" && activity.Node.Type == "Elsa.RunJavaScript" && path == $"{activity.Node.Path}.script.expression";

    private static ScriptUse? Parse(string source)
    {
        try
        {
            return ScriptUse.Of(JavaScriptLanguage.Parse(source));
        }
        catch (ExpressionException)
        {
            return null;
        }
    }
}
