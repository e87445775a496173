using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orchestrator.Attachments.Scanning;
using Orchestrator.Attachments.Tests.Support;
using Orchestrator.Attachments.Uploads;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Attachments.Tests.Scanning;

public sealed class ScanTests(ClusterOfTheRun cluster)
{
    private static readonly byte[] Malware = Samples.Pdf(StandInClamd.Malware);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clean_file_can_be_used_at_once()
    {
        await using var clamd = StandInClamd.Start();
        await using var node = await AttachmentNode.StartAsync(StorageProvider.Sqlite, cluster, ("Attachments:Scanner:Address", clamd.Address));
        var content = Samples.Pdf(new string('x', 300_000));
        var stored = await node.StoredAsync(content);

        Assert.Equal((ScanState.Clean, true), (stored.Scan, stored.IsUsable));
        Assert.Equal([content.Length], clamd.Scanned);
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task An_infected_file_is_refused_and_only_the_note_of_it_stays(StorageProvider provider)
    {
        await using var clamd = StandInClamd.Start();
        await using var node = await AttachmentNode.StartAsync(provider, cluster, ("Attachments:Scanner:Address", clamd.Address));

        Assert.Equal(new UploadOutcome.Infected("Eicar-Test-Signature"), await node.UploadAsync(Malware));
        Assert.Equal(new UploadOutcome.Infected("Eicar-Test-Signature"), await node.UploadAsync(Malware));
        Assert.Empty(node.Files);
        node.Time.Advance(TimeSpan.FromDays(100));
        await node.SweepAsync();
        await using var database = node.Database();
        var note = Assert.Single(await database.Attachments.ToListAsync(Cancellation));
        Assert.Equal(("agency:portal", "infected", "Eicar-Test-Signature"), (note.Owner, note.Scan, note.Finding));
        Assert.NotNull(note.ScannedAt);
    }

    [Fact]
    public async Task While_the_scanner_is_down_files_wait_and_are_scanned_when_it_is_back()
    {
        var clamd = StandInClamd.Start();
        var port = clamd.Port;
        await clamd.DisposeAsync();
        await using var node = await AttachmentNode.StartAsync(StorageProvider.Sqlite, cluster, ("Attachments:Scanner:Address", $"127.0.0.1:{port}"));
        var clean = await node.StoredAsync(Samples.Pdf(), "k1");
        var infected = await node.StoredAsync(Malware, "k2");

        Assert.Equal((ScanState.Waiting, false), (clean.Scan, clean.IsUsable));
        await node.ScanAsync();
        Assert.Equal(HealthStatus.Degraded, await HealthAsync(node));
        Assert.Equal(ScanState.Waiting, (await node.Book.FindAsync(clean.Reference, Cancellation))!.Scan);

        await using var back = StandInClamd.Start(port);
        await node.ScanAsync();
        Assert.Equal(ScanState.Clean, (await node.Book.FindAsync(clean.Reference, Cancellation))!.Scan);
        Assert.Equal(ScanState.Infected, (await node.Book.FindAsync(infected.Reference, Cancellation))!.Scan);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(node));
        Assert.Single(node.Files);
    }

    [Theory]
    [InlineData("INSTREAM size limit exceeded. ERROR")]
    [InlineData("stream: Can't allocate memory ERROR")]
    [InlineData("stream: OK but not quite")]
    [InlineData("")]
    public async Task An_answer_that_is_none_does_not_pass_as_clean(string answer)
    {
        await using var clamd = StandInClamd.Start();
        clamd.Answer = answer;
        await using var node = await AttachmentNode.StartAsync(StorageProvider.Sqlite, cluster, ("Attachments:Scanner:Address", clamd.Address));

        Assert.Equal(ScanState.Waiting, (await node.StoredAsync(Samples.Pdf())).Scan);
    }

    private static async Task<HealthStatus> HealthAsync(AttachmentNode node) =>
        (await node.Get<ScanDesk>().CheckHealthAsync(new HealthCheckContext(), Cancellation)).Status;
}
