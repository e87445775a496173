using System.Globalization;
using System.Resources;

namespace Orchestrator.Designer.Texts;

/// <summary>Texts that people read, Vietnamese and English.</summary>
internal static class DesignerTexts
{
    private static readonly ResourceManager Texts = new(typeof(DesignerTexts));

    /// <summary>A text by name, in the current language.</summary>
    public static string Text(string name) =>
        Texts.GetString(name, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException($"There is no text '{name}'.");

    /// <summary>A text with values in its places.</summary>
    public static string Format(string name, params object?[] values) => string.Format(CultureInfo.InvariantCulture, Text(name), values);
}
