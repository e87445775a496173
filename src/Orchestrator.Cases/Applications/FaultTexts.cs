using System.Collections.Frozen;
using System.Text.Json;

namespace Orchestrator.Cases.Applications;

/// <summary>What to tell people about a fault, by its code; the texts are in <c>FaultTexts.json</c>.</summary>
internal static class FaultTexts
{
    private static readonly FrozenDictionary<string, BilingualText> Texts = Load();

    /// <summary>Every code that has a text.</summary>
    public static IEnumerable<string> Codes => Texts.Keys;

    /// <summary>The text of a code, with <c>{0}</c> replaced by the detail.</summary>
    public static BilingualText Of(string code, string? detail = null)
    {
        var text = Texts.GetValueOrDefault(code) ?? Texts["invalid"];
        return detail is null ? text : new BilingualText(text.Vi.Replace("{0}", detail, StringComparison.Ordinal), text.En.Replace("{0}", detail, StringComparison.Ordinal));
    }

    private static FrozenDictionary<string, BilingualText> Load()
    {
        using var stream = typeof(FaultTexts).Assembly.GetManifestResourceStream("Orchestrator.Cases.Applications.FaultTexts.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, BilingualText>>(stream, JsonSerializerOptions.Web)!.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
