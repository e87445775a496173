using MudBlazor;

namespace Orchestrator.Server.Pages;

/// <summary>Colours and letters of our pages. Nothing is loaded from elsewhere: letters are those of the reader's own system.</summary>
internal static class FrameTheme
{
    private static readonly string[] Letters = ["system-ui", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"];

    /// <summary>The theme.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight { Primary = "#a3161c", Secondary = "#1b4f72", AppbarBackground = "#ffffff", Background = "#ffffff", TextPrimary = "#1b2733", TextSecondary = "#4b5a68" },
        Typography = new Typography { Default = new DefaultTypography { FontFamily = Letters } },
    };
}
