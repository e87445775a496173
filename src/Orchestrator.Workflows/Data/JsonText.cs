using System.Text.Json;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Data;

/// <summary>JSON that a definition or a person wrote as text.</summary>
internal static class JsonText
{
    /// <summary>Deeper than any form needs, shallow enough for any stack.</summary>
    public const int MaximumDepth = 64;

    private static readonly JsonDocumentOptions Options =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaximumDepth };

    public static bool LooksStructured(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        return text.StartsWith("{") || text.StartsWith("[");
    }

    public static bool TryParseStructure(string text, out JsonElement value)
    {
        if (LooksStructured(text))
        {
            try
            {
                value = JsonElement.Parse(text, Options);
                return true;
            }
            catch (JsonException)
            {
                // Text that only looks like JSON stays text.
            }
        }

        value = default;
        return false;
    }

    /// <summary>Parses text that must be JSON to fit the type.</summary>
    public static JsonElement Parse(string text, DataType type, JsonElement given)
    {
        try
        {
            return JsonElement.Parse(text, Options);
        }
        catch (JsonException error)
        {
            throw Misfit.Of(type, given, $"it is not JSON at {Place(error)}", "correct the JSON text");
        }
    }

    /// <summary>Parses an expression's text.</summary>
    public static JsonElement ParseExpression(string text, string language)
    {
        try
        {
            return JsonElement.Parse(text, Options);
        }
        catch (JsonException error)
        {
            throw new ExpressionException(
                "expression-syntax",
                $"Expected {(language == "Object" ? "an Object" : "a Json")} expression to hold JSON, but it breaks at {Place(error)}; correct the JSON text.",
                error);
        }
    }

    private static string Place(JsonException error) => $"line {(error.LineNumber ?? 0) + 1}, column {(error.BytePositionInLine ?? 0) + 1}";
}
