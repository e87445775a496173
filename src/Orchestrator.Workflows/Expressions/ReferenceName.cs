using System.Text.Json;
using Orchestrator.Workflows.Data;

namespace Orchestrator.Workflows.Expressions;

/// <summary>
/// The variable or input that an expression points at: its name or id as text, the picker's object as JSON, or that object as text
/// (Studio writes all three).
/// </summary>
internal readonly record struct ReferenceName(string? Name, string? Id)
{
    public static ReferenceName Read(JsonElement value, string language)
    {
        var reference = value;
        if (value.ValueKind == JsonValueKind.String)
        {
            var text = value.GetString()!;
            if (!JsonText.TryParseStructure(text, out reference))
            {
                return string.IsNullOrWhiteSpace(text) ? default : new ReferenceName(text.Trim(), null);
            }
        }

        if (reference.ValueKind == JsonValueKind.Object)
        {
            var found = new ReferenceName(Member(reference, "name"), Member(reference, "id"));
            if (found != default)
            {
                return found;
            }
        }

        return value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
            ? default
            : throw new ExpressionException(
                "expression-syntax",
                $"Expected the {language} expression to name {(language == "Input" ? "an input" : "a variable")}, but got {Shorten(value.GetRawText())}; pick one in the editor.");
    }

    private static string? Member(JsonElement reference, string name) =>
        reference.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && member.GetString() is { Length: > 0 } text ? text : null;

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
