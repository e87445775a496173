using System.Globalization;
using System.Resources;

namespace Orchestrator.Server.Pages.Histories;

/// <summary>Texts of the history pages, Vietnamese and English.</summary>
internal static class HistoryTexts
{
    private static readonly ResourceManager Texts = new(typeof(HistoryTexts));
    private static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);

    /// <summary>A text by name, in the current language.</summary>
    public static string Text(string name) => Find(name) ?? throw new MissingManifestResourceException($"There is no text '{name}'.");

    /// <summary>A text with values in its places.</summary>
    public static string Text(string name, params object[] values) => string.Format(CultureInfo.InvariantCulture, Text(name), values);

    /// <summary>A text by name, or null when there is none.</summary>
    public static string? Find(string name) => Texts.GetString(name, CultureInfo.CurrentUICulture);

    /// <summary>A text that was written in both languages.</summary>
    public static string Text(Orchestrator.Cases.BilingualText text) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "vi" ? text.Vi : text.En;

    /// <summary>A moment, in the time of Viet Nam.</summary>
    public static string At(DateTimeOffset at) => at.ToOffset(Vietnam).ToString("dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A day.</summary>
    public static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>A length of time in its two largest units.</summary>
    public static string Length(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => Text("length.days", (int)time.TotalDays, time.Hours),
        { TotalHours: >= 1 } => Text("length.hours", time.Hours, time.Minutes),
        { TotalMinutes: >= 1 } => Text("length.minutes", time.Minutes, time.Seconds),
        { TotalSeconds: >= 1 } => Text("length.seconds", time.Seconds),
        _ => Text("length.milliseconds", (int)time.TotalMilliseconds),
    };
}
