using System.Globalization;
using System.Resources;

namespace Orchestrator.Server.Pages.Analyses;

/// <summary>Texts of the analysis page, Vietnamese and English.</summary>
internal static class AnalysisTexts
{
    private static readonly ResourceManager Texts = new(typeof(AnalysisTexts));

    /// <summary>A text by name, in the current language.</summary>
    public static string Text(string name) =>
        Texts.GetString(name, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException($"There is no text '{name}'.");

    /// <summary>A text with values in its places.</summary>
    public static string Text(string name, params object[] values) => string.Format(CultureInfo.InvariantCulture, Text(name), values);
}
