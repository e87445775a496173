using System.Globalization;
using System.Resources;

namespace Orchestrator.Server.Pages;

/// <summary>Texts of the pages, Vietnamese and English.</summary>
internal static class PageTexts
{
    private static readonly ResourceManager Texts = new(typeof(PageTexts));

    /// <summary>A text by name, in the current language.</summary>
    public static string Text(string name) =>
        Texts.GetString(name, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException($"There is no text '{name}'.");
}
