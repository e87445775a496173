using Orchestrator.Audit.Reads;
using Orchestrator.Audit.Tests.Support;
using Orchestrator.Cases.Reads;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Tests.Reads;

public sealed class ReadLogTests(ClusterOfTheRun cluster)
{
    private static readonly CaseId Case = CaseId.New(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task Reads_that_come_together_are_all_kept_in_one_unbroken_chain_that_a_checkpoint_covers(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        await node.StartCasesAsync(1);
        await Task.WhenAll(Enumerable.Range(0, 700).Select(number => node.Get<ICaseReads>().RecordAsync(Read($"purpose {number}"), Stop)));
        await node.OwnedCheckpointAsync();

        var reads = await node.Get<ReadHistory>().ListAsync(Case, 0, 1_000, Stop);
        Assert.Equal(700, reads.Select(read => read.Purpose).Distinct().Count());
        Assert.Equal(("officer:an", "key-1", "history", false), (reads[0].Actor, reads[0].KeyId, reads[0].What, reads[0].IsUnmasked));
        var report = await node.VerifyAsync();
        Assert.Empty(report.Findings);
        Assert.Equal((2, 0), (report.Cases, report.Uncovered));
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task A_read_that_is_changed_or_taken_away_is_found_in_its_place(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        await node.StartCasesAsync(1);
        foreach (var purpose in (string[])["one", "two", "three"]) await node.Get<ICaseReads>().RecordAsync(Read(purpose), Stop);
        await node.OwnedCheckpointAsync();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => node.ExecuteAsync("DELETE FROM audit_reads"));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => node.ExecuteAsync("UPDATE audit_reads SET actor = 'officer:binh'"));

        foreach (var statement in provider == StorageProvider.Sqlite
            ? (string[])["DROP TRIGGER audit_reads_no_update", "DROP TRIGGER audit_reads_no_delete"]
            : ["ALTER TABLE audit_reads DISABLE TRIGGER ALL"]) await node.ExecuteAsync(statement);
        Assert.Equal(1, await node.ExecuteAsync("UPDATE audit_reads SET actor = 'officer:binh' WHERE sequence = 2"));
        Assert.Equal(2, Assert.Single((await node.VerifyAsync()).Findings).Entry);
        Assert.Equal(1, await node.ExecuteAsync("UPDATE audit_reads SET actor = 'officer:an' WHERE sequence = 2"));
        Assert.Empty((await node.VerifyAsync()).Findings);
        Assert.Equal(1, await node.ExecuteAsync("DELETE FROM audit_reads WHERE sequence = 3"));
        Assert.NotEmpty((await node.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task While_the_database_is_locked_readers_wait_and_afterwards_nothing_is_lost()
    {
        await using var node = await AuditedNode.StartAsync(StorageProvider.Sqlite, cluster);
        Task[] reading;
        await using (await node.LockAsync())
        {
            using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            reading = [.. Enumerable.Range(0, 50).Select(number => node.Get<ICaseReads>().RecordAsync(Read($"purpose {number}"), Stop))];
            var gone = node.Get<ICaseReads>().RecordAsync(Read("gone"), impatient.Token);
            await impatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
            Assert.All(reading, one => Assert.False(one.IsCompleted));
        }

        await Task.WhenAll(reading);
        var purposes = (await node.Get<ReadHistory>().ListAsync(Case, 0, 100, Stop)).Select(read => read.Purpose).ToList();
        Assert.Equal(50, purposes.Count(purpose => purpose.StartsWith("purpose", StringComparison.Ordinal)));
        Assert.Empty((await node.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task A_page_that_asks_again_and_again_is_one_read_a_minute()
    {
        await using var node = await AuditedNode.StartAsync(StorageProvider.Sqlite, cluster);
        var reads = node.Get<ICaseReads>();
        for (var i = 0; i < 3; i++) await reads.RecordVisitAsync(Read("looking"), Stop);
        await reads.RecordVisitAsync(Read("looking") with { KeyId = "key-2" }, Stop);
        node.Time.Advance(TimeSpan.FromMinutes(1));
        await reads.RecordVisitAsync(Read("looking"), Stop);

        Assert.Equal(["key-1", "key-2", "key-1"], (await node.Get<ReadHistory>().ListAsync(Case, 0, 10, Stop)).Select(read => read.KeyId));
    }

    [Fact]
    public async Task Each_start_of_a_process_begins_a_chain_and_all_of_them_are_covered()
    {
        await using var node = await AuditedNode.StartAsync(StorageProvider.Sqlite, cluster);
        await node.Get<ICaseReads>().RecordAsync(Read("before"), Stop);
        await node.StopAsync();
        node.Time.Advance(TimeSpan.FromMinutes(1));
        await node.StartAsync();
        await node.Get<ICaseReads>().RecordAsync(Read("after"), Stop);
        await node.OwnedCheckpointAsync();

        var report = await node.VerifyAsync();
        Assert.Equal((2, 2, 0), (report.Entries, report.Cases, report.Uncovered));
        Assert.Empty(report.Findings);
    }

    private static CaseRead Read(string purpose) => new(Case, "history", new Actor("officer", "an"), "key-1", purpose);
}
