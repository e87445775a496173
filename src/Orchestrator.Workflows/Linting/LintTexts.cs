using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Orchestrator.Workflows.Linting;

/// <summary>The texts of findings in both languages of the product, by rule and variant; kept in <c>LintTexts.json</c>.</summary>
internal static class LintTexts
{
    private static readonly FrozenDictionary<string, Entry> Texts = Load();

    public static IEnumerable<string> Keys => Texts.Keys;

    public static (string Vi, string En) Of(string key, params ReadOnlySpan<object?> arguments)
    {
        var text = Texts[key];
        return (string.Format(CultureInfo.InvariantCulture, text.Vi, arguments), string.Format(CultureInfo.InvariantCulture, text.En ?? text.Vi, arguments));
    }

    /// <summary>What keeps a definition from running, in Vietnamese; the detail is in the fault's own message.</summary>
    public static string OfFault(string code, string? activity)
    {
        var text = Texts.GetValueOrDefault($"fault/{code}") ?? Texts["fault"];
        return string.Format(CultureInfo.InvariantCulture, text.Vi, activity ?? "?", code);
    }

    private static FrozenDictionary<string, Entry> Load()
    {
        using var stream = typeof(LintTexts).Assembly.GetManifestResourceStream("Orchestrator.Workflows.Linting.LintTexts.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, Entry>>(stream, JsonSerializerOptions.Web)!.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private sealed record Entry(string Vi, string? En);
}
