using System.Text.Json;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Data;

/// <summary>Words the refusal of a value.</summary>
internal static class Misfit
{
    private const int ShownCharacters = 60;

    /// <summary>Makes the exception to throw.</summary>
    /// <param name="type">What was wanted.</param>
    /// <param name="value">What was found.</param>
    /// <param name="why">More about what is wrong with it, or null when its form says enough.</param>
    /// <param name="advice">What to do.</param>
    public static ExpressionException Of(DataType type, JsonElement value, string? why, string advice) =>
        new("value-type", $"Expected {Article(type.Name)} {type.Name}, but got {Describe(value)}{(why is null ? string.Empty : ": " + why)}; {advice}.");

    private static string Article(string name) => name[0] is 'A' or 'E' or 'I' or 'O' or 'a' or 'e' or 'i' or 'o' ? "an" : "a";

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"the text \"{Shorten(JsonValues.TextOf(value))}\"",
        JsonValueKind.Number => $"the number {Shorten(value.GetRawText())}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => $"a list of {value.GetArrayLength()}",
        JsonValueKind.Object => "an object",
        _ => "nothing",
    };

    private static string Shorten(string text) => text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "…";
}
