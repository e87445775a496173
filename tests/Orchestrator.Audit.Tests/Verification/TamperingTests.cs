using System.Text;
using Orchestrator.Audit.Tests.Support;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Tests.Verification;

/// <summary>What an insider with access to the database may try, and the place that the verification names.</summary>
public sealed class TamperingTests(ClusterOfTheRun cluster)
{
    public static TheoryData<StorageProvider> Both => [StorageProvider.Sqlite, StorageProvider.PostgreSql];

    [Theory, MemberData(nameof(Both))]
    public async Task An_untouched_journal_verifies_whole_and_case_by_case(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        var cases = await node.StartCasesAsync(5);
        await node.TakenAsync();
        await node.GoOnAsync(cases[2]);
        await node.TakenAsync();
        await node.GoOnAsync(cases[3]);

        var all = await node.VerifyAsync(checkpointFile: node.CheckpointFile);
        var one = await node.VerifyAsync(cases[2]);

        Assert.Empty(all.Findings);
        Assert.Equal((5, 2), (all.Cases, all.Checkpoints));
        Assert.True(all.Uncovered is > 0 and < 10, $"{all.Uncovered} entries of the case that went on after the checkpoint");
        Assert.Empty(one.Findings);
        Assert.Equal((1, 0), (one.Cases, one.Uncovered));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_changed_payload_is_found_at_its_entry(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        var cases = await SealedAsync(node);
        await node.ExecuteAsync(
            "UPDATE journal SET payload = @payload WHERE case_id = @case AND seq = 2", ("@payload", Encoding.UTF8.GetBytes("{}")), ("@case", cases[1].Value));
        await FoundAsync(node, cases[1], 2, "has another");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_deleted_entry_is_found_at_its_place(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        var cases = await SealedAsync(node);
        await node.ExecuteAsync("DELETE FROM journal WHERE case_id = @case AND seq = 3", ("@case", cases[1].Value));
        await FoundAsync(node, cases[1], 3, "found 4");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_deleted_case_is_found_by_its_leaf(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        var cases = await SealedAsync(node);
        await node.ExecuteAsync("DELETE FROM journal WHERE case_id = @case", ("@case", cases[1].Value));
        await FoundAsync(node, cases[1], 1, "is missing");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Entries_in_another_order_are_found_at_the_first_of_them(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        var cases = await SealedAsync(node);
        foreach (var (from, to) in new[] { (2, 1002), (3, 2), (1002, 3) })
            await node.ExecuteAsync($"UPDATE journal SET seq = {to} WHERE case_id = @case AND seq = {from}", ("@case", cases[1].Value));
        await FoundAsync(node, cases[1], 2, "names another");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_cut_tail_is_found_behind_the_last_entry_that_is_left(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        var cases = await SealedAsync(node);
        var count = (await EntriesAsync(node, cases[1])).Count;
        await node.ExecuteAsync($"DELETE FROM journal WHERE case_id = @case AND seq > {count - 2}", ("@case", cases[1].Value));
        await FoundAsync(node, cases[1], count - 1, $"ends after {count - 2}");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Journals_of_two_cases_that_changed_places_are_found_in_both(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        var cases = await SealedAsync(node);
        var between = Guid.CreateVersion7();
        foreach (var (from, to) in new[] { (cases[0].Value, between), (cases[1].Value, cases[0].Value), (between, cases[1].Value) })
            await node.ExecuteAsync("UPDATE journal SET case_id = @to WHERE case_id = @from", ("@from", from), ("@to", to));

        var findings = (await node.VerifyAsync()).Findings;

        Assert.Equal(new[] { cases[0].ToString(), cases[1].ToString() }.Order(), findings.Select(finding => finding.Case).Order());
        Assert.All(findings, finding => Assert.Equal(1, finding.Entry));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Single_entries_of_two_cases_that_changed_places_are_found_in_both(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        var cases = await SealedAsync(node);
        var between = Guid.CreateVersion7();
        foreach (var (from, to) in new[] { (cases[0].Value, between), (cases[1].Value, cases[0].Value), (between, cases[1].Value) })
            await node.ExecuteAsync("UPDATE journal SET case_id = @to WHERE case_id = @from AND seq = 2", ("@from", from), ("@to", to));

        var findings = (await node.VerifyAsync()).Findings;

        Assert.Equal(
            new[] { (cases[0].ToString(), 2L), (cases[1].ToString(), 2L) }.OrderBy(place => place.Item1, StringComparer.Ordinal),
            findings.Select(finding => (finding.Case!, finding.Entry!.Value)).OrderBy(place => place.Item1, StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_chain_that_was_written_again_with_right_hashes_is_found_by_its_leaf(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        var cases = await SealedAsync(node);
        var previous = EntryHash.Origin.ToArray();
        foreach (var entry in await EntriesAsync(node, cases[1]))
        {
            var actor = entry.Sequence == 1 ? "agency:somebody-else" : entry.Actor.ToString();
            var hash = EntryHash.Compute(entry.CaseId, entry.Sequence, entry.Kind, entry.ActivityId, actor, entry.At, entry.Stored.Span, previous);
            await node.ExecuteAsync(
                "UPDATE journal SET actor = @actor, prev_hash = @previous, hash = @hash WHERE case_id = @case AND seq = @seq",
                ("@actor", actor), ("@previous", previous), ("@hash", hash), ("@case", entry.CaseId.Value), ("@seq", entry.Sequence));
            previous = hash;
        }

        await FoundAsync(node, cases[1], 1, "written again");
        await node.StopAsync();
        await node.StartAsync();
        var refused = Assert.IsType<Audit.Checkpoints.CheckpointOutcome.Contradicted>(await node.OwnedCheckpointAsync());
        Assert.Contains(cases[1].ToString(), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_state_that_was_restored_is_found_by_the_checkpoints_kept_elsewhere_and_never_signed_over()
    {
        await using var node = await AuditedNode.StartAsync(StorageProvider.Sqlite, cluster);
        var cases = await node.StartCasesAsync(2);
        await node.TakenAsync();
        await node.StopAsync();
        var backup = node.Backup();
        await node.StartAsync();
        await node.GoOnAsync(cases[0]);
        await node.OwnedCheckpointAsync();
        await node.StopAsync();
        node.Restore(backup);
        await node.StartAsync();

        var report = await node.VerifyAsync(checkpointFile: node.CheckpointFile);
        var refused = Assert.IsType<Audit.Checkpoints.CheckpointOutcome.Contradicted>(await node.CheckpointAsync());

        Assert.Contains("older state was restored", Assert.Single(report.Findings).Message, StringComparison.Ordinal);
        Assert.Contains("older state was restored", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Three cases that a checkpoint covers, and a database without guards.</summary>
    private static async Task<IReadOnlyList<CaseId>> SealedAsync(AuditedNode node)
    {
        var cases = await node.StartCasesAsync(3);
        await node.TakenAsync();
        await node.UnguardAsync();
        return cases;
    }

    private static async Task FoundAsync(AuditedNode node, CaseId caseId, long entry, string words)
    {
        var finding = Assert.Single((await node.VerifyAsync()).Findings);
        Assert.Equal((caseId.ToString(), entry), (finding.Case, finding.Entry));
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<JournalEntry>> EntriesAsync(AuditedNode node, CaseId caseId) =>
        node.Get<IJournalReader>().ReadAsync(caseId, 0, 1_000, TestContext.Current.CancellationToken);
}
