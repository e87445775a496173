using System.Collections.Immutable;
using System.Globalization;
using System.Resources;

namespace Orchestrator.Server.Problems;

/// <summary>Titles and details of problems, Vietnamese and English.</summary>
internal static class ProblemTexts
{
    private static readonly ResourceManager Texts = new(typeof(ProblemTexts));

    /// <summary>Title of a kind, in the current language.</summary>
    public static string Title(string code) => Text(code + ".title");

    /// <summary>Detail of a kind with its placeholders filled, in the current language.</summary>
    public static string Detail(string code, ImmutableArray<object> arguments) =>
        string.Format(CultureInfo.InvariantCulture, Text(code + ".detail"), arguments.IsDefault ? [] : [.. arguments]);

    /// <summary>Any text by name, in the current language.</summary>
    public static string Text(string name) =>
        Texts.GetString(name, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException($"There is no text '{name}'.");
}
