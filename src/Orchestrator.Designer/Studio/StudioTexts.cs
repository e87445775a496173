using System.Globalization;
using System.Resources;

namespace Orchestrator.Designer.Studio;

/// <summary>Texts around Studio, Vietnamese and English. Studio itself is English.</summary>
internal static class StudioTexts
{
    private static readonly ResourceManager Texts = new(typeof(StudioTexts));

    /// <summary>A text by name, in the current language.</summary>
    public static string Text(string name) =>
        Texts.GetString(name, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException($"There is no text '{name}'.");
}
