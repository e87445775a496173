using Microsoft.Extensions.Configuration;
using Quartz;

namespace Orchestrator.Audit.Exports;

/// <summary>An export that is written by itself, from the list <c>Audit:Exports</c>.</summary>
/// <param name="Format"><c>csv</c>, <c>xes</c> or <c>ocel</c>.</param>
/// <param name="Cron">When, a cron expression of Quartz in the time of Viet Nam.</param>
/// <param name="Folder">Where to.</param>
/// <param name="Days">Only cases received in that many days before; null for all.</param>
/// <param name="Procedure">Only cases of that procedure; null for all.</param>
/// <param name="Localities">Only cases of those communes; empty for all.</param>
internal sealed record ScheduledExport(ExportFormat Format, string Cron, string Folder, int? Days, string? Procedure, IReadOnlyList<string> Localities)
{
    /// <exception cref="InvalidOperationException">An export cannot be used.</exception>
    public static IReadOnlyList<ScheduledExport> From(IConfiguration configuration, string data) =>
    [
        .. configuration.GetSection("Audit:Exports").GetChildren().Select(section =>
        {
            if (ExportFormats.Find(section["Format"]) is not { } format)
                throw new InvalidOperationException($"Expected {section.Path}:Format to be csv, xes or ocel, but it is '{section["Format"]}'; name one of these.");
            if (section["Cron"] is not { } cron || !CronExpression.TryParse(cron, out _))
                throw new InvalidOperationException($"Expected {section.Path}:Cron to be a cron expression with seconds, but it is '{section["Cron"]}'; write for example 0 0 2 * * ? for two at night.");
            var days = section.GetValue<int?>("Days");
            if (days <= 0) throw new InvalidOperationException($"Expected {section.Path}:Days to be 1 or more, but it is {days}; leave it out for all cases.");
            return new ScheduledExport(
                format, cron, section["Folder"] ?? Path.Combine(data, "exports"), days, section["Procedure"], [.. section.GetSection("Localities").GetChildren().Select(locality => locality.Value!)]);
        }),
    ];

    /// <summary>Which cases a run exports.</summary>
    public CaseSelection SelectionAt(DateTimeOffset now) =>
        new() { From = Days is { } days ? now.AddDays(-days) : null, Procedure = Procedure, Localities = Localities };
}
