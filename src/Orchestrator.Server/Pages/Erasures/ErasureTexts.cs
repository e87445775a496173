using System.Globalization;
using System.Resources;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Pages.Erasures;

/// <summary>Texts of the page of erasures, Vietnamese and English.</summary>
internal static class ErasureTexts
{
    private static readonly ResourceManager Texts = new(typeof(ErasureTexts));

    private static readonly ProblemKind[] Problems =
    [
        ProblemKind.HolderRequired, ProblemKind.SecondPersonRequired, ProblemKind.ErasureDecided, ProblemKind.ErasureNotFound, ProblemKind.CaseNotFound, ProblemKind.CaseErased,
        ProblemKind.BasisRequired, ProblemKind.ReasonRequired, ProblemKind.Unavailable,
    ];

    /// <summary>A text by name, in the current language.</summary>
    public static string Text(string name) => Find(name) ?? throw new MissingManifestResourceException($"There is no text '{name}'.");

    /// <summary>A text with values in its places.</summary>
    public static string Text(string name, params object[] values) => string.Format(CultureInfo.InvariantCulture, Text(name), values);

    /// <summary>What became of a form.</summary>
    /// <param name="code">What its target said.</param>
    /// <param name="about">The number that was given, or empty.</param>
    public static string Told(string code, string about) =>
        Find("told." + code) is { } text ? string.Format(CultureInfo.InvariantCulture, text, about)
        : Problems.Any(problem => problem.Code == code) ? ProblemTexts.Detail(code, [about])
        : Text("told.other", code);

    private static string? Find(string name) => Texts.GetString(name, CultureInfo.CurrentUICulture);
}
