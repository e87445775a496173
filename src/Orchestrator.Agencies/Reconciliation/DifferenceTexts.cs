using System.Collections.Frozen;
using System.Text.Json;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Agencies.Reconciliation;

/// <summary>What to tell people about a difference; the texts are in <c>DifferenceTexts.json</c>.</summary>
internal static class DifferenceTexts
{
    private static readonly FrozenDictionary<string, LocalizedText> Texts = Load();

    /// <summary>The text of a kind, with the places of names in braces; one that can be mended in a certain way may have a text of its own.</summary>
    public static LocalizedText Of(Difference difference) =>
        Texts.TryGetValue($"{difference.Kind}.{difference.Repair}", out var own) ? own : Texts[difference.Kind.ToString()];

    private static FrozenDictionary<string, LocalizedText> Load()
    {
        using var stream = typeof(DifferenceTexts).Assembly.GetManifestResourceStream("Orchestrator.Agencies.Reconciliation.DifferenceTexts.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, LocalizedText>>(stream, JsonSerializerOptions.Web)!.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
