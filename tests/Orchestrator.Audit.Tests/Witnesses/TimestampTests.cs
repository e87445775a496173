using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Audit.Tests.Support;
using Orchestrator.Audit.Witnesses;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Audit.Tests.Witnesses;

public sealed class TimestampTests(ClusterOfTheRun cluster) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-stamps-").FullName;
    private readonly StandInAuthority _authority = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Stamps => Path.Combine(_folder, "timestamps.txt");

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Each_new_checkpoint_is_stamped_once_and_the_stamps_prove_when_it_was_there()
    {
        await using var node = await AuditedNode.StartAsync(StorageProvider.Sqlite, cluster);
        var witness = Witness(node);
        await witness.StampAsync(Cancellation);
        var cases = await node.StartCasesAsync(1);
        await node.TakenAsync();
        await witness.StampAsync(Cancellation);
        await witness.StampAsync(Cancellation);
        await node.GoOnAsync(cases[0]);
        await node.TakenAsync();
        await witness.StampAsync(Cancellation);

        var (summary, faults) = TimestampCheck.Run(Stamps, node.CheckpointFile, Trusted(_authority));

        Assert.Empty(faults);
        Assert.StartsWith("2 time stamps are right; checkpoint 2 was there at", summary, StringComparison.Ordinal);
        Assert.Equal(2, _authority.Asked);
    }

    [Fact]
    public async Task An_authority_that_is_away_keeps_nobody_waiting_and_is_asked_again()
    {
        await using var node = await AuditedNode.StartAsync(StorageProvider.Sqlite, cluster);
        var witness = Witness(node);
        await node.StartCasesAsync(1);
        await node.TakenAsync();
        _authority.IsThere = false;
        await witness.StampAsync(Cancellation);
        Assert.False(File.Exists(Stamps));
        _authority.IsThere = true;

        await witness.StampAsync(Cancellation);

        Assert.Empty(TimestampCheck.Run(Stamps, node.CheckpointFile, Trusted(_authority)).Faults);
    }

    [Fact]
    public async Task A_stamp_of_another_text_of_a_missing_checkpoint_or_of_another_authority_is_found()
    {
        await using var node = await AuditedNode.StartAsync(StorageProvider.Sqlite, cluster);
        await node.StartCasesAsync(1);
        await node.TakenAsync();
        await Witness(node).StampAsync(Cancellation);
        var line = await File.ReadAllTextAsync(Stamps, Cancellation);
        var checkpoints = Path.Combine(_folder, "checkpoints.txt");

        await File.WriteAllTextAsync(checkpoints, (await File.ReadAllTextAsync(node.CheckpointFile, Cancellation)).Replace("orchestrator.example", "orchestrator.exampl3", StringComparison.Ordinal), Cancellation);
        Assert.Contains("of another text", Assert.Single(TimestampCheck.Run(Stamps, checkpoints, Trusted(_authority)).Faults), StringComparison.Ordinal);
        await File.WriteAllTextAsync(checkpoints, "", Cancellation);
        Assert.Contains("is missing", Assert.Single(TimestampCheck.Run(Stamps, checkpoints, Trusted(_authority)).Faults), StringComparison.Ordinal);
        using var other = new StandInAuthority("Somebody else");
        Assert.Single(TimestampCheck.Run(Stamps, node.CheckpointFile, Trusted(other)).Faults);
        await File.WriteAllTextAsync(Stamps, line[..^20] + "\n", Cancellation);
        Assert.Contains("something else", Assert.Single(TimestampCheck.Run(Stamps, node.CheckpointFile, Trusted(_authority)).Faults), StringComparison.Ordinal);
    }

    private string Trusted(StandInAuthority authority)
    {
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.pem");
        File.WriteAllText(path, authority.Pem);
        return path;
    }

    private TimestampWitness Witness(AuditedNode node) => new(
        node.Get<AuditSettings>() with { TimestampUrl = new Uri("http://authority.example/stamp"), TimestampFile = Stamps }, new Clients(_authority), NullLogger<TimestampWitness>.Instance);

    private sealed class Clients(HttpMessageHandler handler) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(handler, disposeHandler: false);
    }
}
