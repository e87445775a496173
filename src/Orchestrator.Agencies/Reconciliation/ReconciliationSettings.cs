using Microsoft.Extensions.Configuration;

namespace Orchestrator.Agencies.Reconciliation;

/// <summary>When and how far back agencies are asked; the section <c>Agencies:Reconciliation</c>.</summary>
/// <param name="IsNightly">False leaves it to the button.</param>
/// <param name="At">Time of day in Viet Nam at which a night's run begins.</param>
/// <param name="Days">Calls answered, or waiting, since so many days are asked about.</param>
/// <param name="Settling">A call younger than this is left alone: its answer may be on the way.</param>
/// <param name="Again">Wait before a run goes on that found the agency down.</param>
internal sealed record ReconciliationSettings(bool IsNightly, TimeOnly At, int Days, TimeSpan Settling, TimeSpan Again)
{
    /// <exception cref="InvalidOperationException">A setting cannot be used.</exception>
    public static ReconciliationSettings From(IConfiguration configuration)
    {
        var section = configuration.GetSection("Agencies:Reconciliation");
        var settings = new ReconciliationSettings(
            section.GetValue("Nightly", true), section.GetValue("At", new TimeOnly(1, 30)), section.GetValue("Days", 7),
            section.GetValue("Settling", TimeSpan.FromHours(1)), section.GetValue("Again", TimeSpan.FromMinutes(15)));
        return settings is { Days: >= 1 and <= 366, Settling.Ticks: >= 0, Again.Ticks: > 0 }
            ? settings
            : throw new InvalidOperationException("Expected Agencies:Reconciliation with Days from 1 to 366, Settling from 0 and Again above 0, but one is outside; correct it.");
    }
}
