using System.Globalization;
using System.Resources;
using Orchestrator.Agencies.Changes;
using Orchestrator.Agencies.Documents;

namespace Orchestrator.Server.Pages.Agencies;

/// <summary>Texts of the pages of agencies, Vietnamese and English.</summary>
internal static class AgencyTexts
{
    private static readonly ResourceManager Texts = new(typeof(AgencyTexts));
    private static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);

    /// <summary>A text by name, in the current language.</summary>
    public static string Text(string name) => Texts.GetString(name, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException($"There is no text '{name}'.");

    /// <summary>A text with values in its places.</summary>
    public static string Text(string name, params object[] values) => string.Format(CultureInfo.InvariantCulture, Text(name), values);

    /// <summary>A text that was written in both languages.</summary>
    public static string Text(LocalizedText text) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "vi" ? text.Vi : text.En;

    /// <summary>What is different, in the current language.</summary>
    public static string Text(DocumentChange change) =>
        Text("change." + change.Code, [change.OperationId, change.Name ?? "", .. change.Values]);

    /// <summary>What a call's try came to.</summary>
    public static string Class(string? word) => word is null ? Text("class.none") : Texts.GetString("class." + word, CultureInfo.CurrentUICulture) ?? word;

    /// <summary>A moment, in the time of Viet Nam.</summary>
    public static string At(DateTimeOffset? at) => at?.ToOffset(Vietnam).ToString("dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture) ?? "–";
}
