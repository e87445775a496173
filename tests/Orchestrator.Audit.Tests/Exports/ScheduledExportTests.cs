using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Audit.Exports;
using Orchestrator.Audit.Tests.Support;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Audit.Tests.Exports;

public sealed class ScheduledExportTests(ClusterOfTheRun cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_export_is_written_once_whole_and_nothing_else_is_left_beside_it()
    {
        await using var node = await AuditedNode.StartAsync(StorageProvider.Sqlite, cluster);
        await node.StartCasesAsync(2);
        var folder = Directory.CreateTempSubdirectory("orchestrator-exports-").FullName;
        var scheduled = Assert.Single(Read(("Format", "csv"), ("Cron", "0 0 2 * * ?"), ("Folder", folder)));
        var job = new ScheduledExportJob(node.Get<EventLogExport>(), node.Get<AuditSettings>(), NullLogger<ScheduledExportJob>.Instance);
        var night = new DateTimeOffset(2026, 3, 3, 2, 0, 0, TimeSpan.FromHours(7));
        await job.WriteAsync(scheduled, night, Stop);
        var written = Assert.Single(Directory.EnumerateFiles(folder));
        var lines = await File.ReadAllLinesAsync(written, Stop);
        await node.StartCasesAsync(1);
        await job.WriteAsync(scheduled, night, Stop);

        Assert.Equal("histories-20260302T190000Z.csv", Path.GetFileName(Assert.Single(Directory.EnumerateFiles(folder))));
        Assert.Equal(lines, await File.ReadAllLinesAsync(written, Stop));
        Assert.True(lines.Length > 2);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_run_exports_what_was_received_in_the_days_before_it()
    {
        var scheduled = Assert.Single(Read(("Format", "ocel"), ("Cron", "0 0 2 * * ?"), ("Days", "7"), ("Procedure", "2.002621"), ("Localities:0", "00001")));
        var selection = scheduled.SelectionAt(new DateTimeOffset(2026, 3, 8, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal((new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), "2.002621", "00001"), (selection.From, selection.Procedure, Assert.Single(selection.Localities)));
        Assert.Null(selection.To);
    }

    [Theory]
    [InlineData("pdf", "0 0 2 * * ?", "1", "Format")]
    [InlineData("csv", "at night", "1", "Cron")]
    [InlineData("csv", "0 0 2 * * ?", "0", "Days")]
    public void A_setting_that_cannot_be_used_is_told(string format, string cron, string days, string setting) =>
        Assert.Contains(
            setting, Assert.Throws<InvalidOperationException>(() => Read(("Format", format), ("Cron", cron), ("Days", days))).Message, StringComparison.Ordinal);

    private static IReadOnlyList<ScheduledExport> Read(params (string Name, string Value)[] settings) => ScheduledExport.From(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => KeyValuePair.Create("Audit:Exports:0:" + one.Name, (string?)one.Value))).Build(), "data");
}
