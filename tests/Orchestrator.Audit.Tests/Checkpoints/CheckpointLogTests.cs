using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Proofs;
using Orchestrator.Audit.Tests.Support;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Audit.Tests.Checkpoints;

public sealed class CheckpointLogTests(ClusterOfTheRun cluster)
{
    [Theory, InlineData(StorageProvider.Sqlite), InlineData(StorageProvider.PostgreSql)]
    public async Task A_checkpoint_covers_what_happened_since_the_one_before_and_nothing_else(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        var cases = await node.StartCasesAsync(4);
        var first = await node.TakenAsync();
        Assert.IsType<CheckpointOutcome.Unchanged>(await node.CheckpointAsync());
        await node.GoOnAsync(cases[1]);
        var second = await node.TakenAsync();

        Assert.Equal((1, 4), (first.Number, first.Leaves));
        Assert.Equal((2, 5), (second.Number, second.Leaves));
        Assert.Equal([1, 2], CheckpointFile.Read(node.CheckpointFile).Select(signed => signed.Checkpoint.Number));
        Assert.NotNull(await node.Get<AuditProofs>().ConsistencyAsync(1, 2, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_first_checkpoint_is_taken_even_when_there_is_no_case_yet()
    {
        await using var node = await AuditedNode.StartAsync(StorageProvider.Sqlite, cluster);
        Assert.Equal(0, Assert.IsType<CheckpointOutcome.Taken>(await node.OwnedCheckpointAsync()).Checkpoint.Leaves);
        await node.StartCasesAsync(3);
        await node.TakenAsync();
        Assert.Empty((await node.VerifyAsync(checkpointFile: node.CheckpointFile)).Findings);
    }

    [Fact]
    public async Task A_file_that_missed_checkpoints_or_ends_in_the_middle_of_one_is_made_whole()
    {
        await using var node = await AuditedNode.StartAsync(StorageProvider.Sqlite, cluster);
        var cases = await node.StartCasesAsync(2);
        await node.TakenAsync();
        await node.GoOnAsync(cases[0]);
        await node.TakenAsync();
        var text = await File.ReadAllTextAsync(node.CheckpointFile, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(node.CheckpointFile, text[..(text.Length * 3 / 4)], TestContext.Current.CancellationToken);

        Assert.IsType<CheckpointOutcome.Unchanged>(await node.CheckpointAsync());

        Assert.Equal(text, await File.ReadAllTextAsync(node.CheckpointFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_key_that_is_too_old_is_followed_by_another_and_what_it_signed_still_verifies()
    {
        await using var node = await AuditedNode.StartAsync(StorageProvider.Sqlite, cluster);
        var cases = await node.StartCasesAsync(1);
        var before = SignedCheckpoint.Parse((await node.TakenAsync()).Text)!.KeyId;
        node.Time.Advance(TimeSpan.FromDays(366));
        await node.GoOnAsync(cases[0]);
        var after = SignedCheckpoint.Parse((await node.TakenAsync()).Text)!.KeyId;

        Assert.NotEqual(before, after);
        Assert.Equal([before, after], (await node.Get<AuditProofs>().KeysAsync(TestContext.Current.CancellationToken)).Select(key => key.Id));
        Assert.Empty((await node.VerifyAsync()).Findings);
    }

    [Theory, InlineData(StorageProvider.Sqlite), InlineData(StorageProvider.PostgreSql)]
    public async Task Nobody_can_change_or_delete_what_was_signed(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        await node.StartCasesAsync(1);
        await node.TakenAsync();
        foreach (var table in new[] { "audit_checkpoints", "audit_leaves", "audit_nodes", "audit_keys" })
        {
            var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => node.ExecuteAsync($"DELETE FROM {table}"));
            Assert.Contains("appended to only", refused.Message, StringComparison.Ordinal);
        }
    }
}
