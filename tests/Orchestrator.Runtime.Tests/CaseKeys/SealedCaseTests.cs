using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Checking;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Runtime.Tests.Stores;
using Orchestrator.TestKit;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Tests.CaseKeys;

/// <summary>What a case says of people is stored sealed, and is gone with its key.</summary>
public sealed class SealedCaseTests(ClusterOfTheRun cluster)
{
    private const string Name = "Nguyễn Thị Khuê-4711";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task No_table_holds_what_a_case_was_started_with_in_clear_and_the_case_goes_on_after_a_restart(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        CaseId caseId;
        await using (var node = await TestNode.OwnAsync(store, settings: ("Runtime:SnapshotEvery", "2")))
        {
            caseId = await node.StartCaseAsync(Drawn.Waits("go", "on"), new { name = Name });
            await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
            Accepted(await node.SendAsync(caseId, new DeliverEvent("go", System.Text.Json.JsonSerializer.SerializeToElement(new { said = Name }))));
            Accepted(await node.SendAsync(caseId, new ReportIncident("late", new Fault("late", $"about {Name}", Name))));
            await store.UntilCountAsync("snapshots", 1);
            Assert.Empty(await ScanAsync(store));
            Assert.Equal($"about {Name}", Assert.Single((await node.Get<ICaseQueries>().IncidentsAsync(true, null, 10, Cancellation)).Incidents).Incident.Fault.Message);
            Assert.Empty((await node.Get<StoreCheck>().RunAsync(Cancellation)).Faults);
        }

        await using var again = await TestNode.OwnAsync(store);
        Accepted(await again.SendAsync(caseId, new DeliverEvent("on", null)));
        Assert.Equal(Name, (await again.Journal.ReplayAsync(caseId, null, Cancellation))!.Started.Input.GetProperty("name").GetString());
        Assert.IsType<JournalFinding.Whole>(await again.Get<JournalVerifier>().VerifyAsync(caseId, Cancellation));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_request_that_waits_is_sealed_and_is_sent_as_it_was_asked_for(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        var down = new CallHandler((_, _, _) => throw new InvalidOperationException("down"));
        CaseId caseId;
        await using (var node = await TestNode.OwnAsync(store, CallActivity.HandledBy(down)))
        {
            caseId = await node.StartCaseAsync(CallActivity.Definition);
            await store.UntilCountAsync("effects", 1);
            var bytes = (byte[])(await store.ScalarAsync("SELECT payload FROM effects"))!;
            Assert.True(SealedBytes.Are(bytes));
            Assert.Empty((await node.Get<StoreCheck>().RunAsync(Cancellation)).Faults);
            var pending = await node.Get<EffectReader>().FindAsync(caseId, (string)(await store.ScalarAsync("SELECT effect_id FROM effects"))!, Cancellation);
            Assert.Equal("call", pending!.Effect.Payload.GetProperty("what").GetString());
        }

        var up = new CallHandler(CallHandler.CompleteAsync);
        await using var again = await TestNode.OwnAsync(store, CallActivity.HandledBy(up));
        await again.UntilAsync(caseId, state => state.Status == CaseStatus.Finished);
        Assert.Equal("call", up.Calls.First().Effect.Payload.GetProperty("what").GetString());
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_case_from_before_there_were_keys_opens_verifies_and_is_sealed_from_its_next_decision_on(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        CaseId caseId;
        await using (var node = await TestNode.OwnAsync(store))
        {
            caseId = await node.StartCaseAsync(Drawn.Waits("go", "on"), new { name = Name });
            await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
            await UnsealAsync(store, node, caseId);
        }

        Assert.Equal(["journal.payload"], await ScanAsync(store));
        await using var later = await TestNode.OwnAsync(store);
        var before = (await later.Journal.ReadAsync(caseId, 0, 100, Cancellation)).Count;
        Accepted(await later.SendAsync(caseId, new DeliverEvent("go", null)));

        var entries = await later.Journal.ReadAsync(caseId, 0, 100, Cancellation);
        Assert.All(entries.Take(before), entry => Assert.False(entry.IsSealed));
        Assert.All(entries.Skip(before), entry => Assert.True(entry.IsSealed));
        Assert.IsType<JournalFinding.Whole>(await later.Get<JournalVerifier>().VerifyAsync(caseId, Cancellation));
        Assert.Empty((await later.Get<StoreCheck>().RunAsync(Cancellation)).Faults);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task After_its_erasure_a_case_cannot_be_read_its_chain_is_whole_and_nothing_happens_to_it_any_more(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var caseId = await node.StartCaseAsync(Drawn.Waits("go"), new { name = Name });
        await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
        var erase = new EraseCase("Art. 16 of Law 91/2025/QH15", "officer:an", ["officer:an", "officer:binh"]);
        Assert.Equal("case-runs", Assert.IsType<CommandOutcome.Rejected>(await node.SendAsync(caseId, erase)).Code);
        Accepted(await node.SendAsync(caseId, new DeliverEvent("go", null)));
        var hashes = (await node.Journal.ReadAsync(caseId, 0, 100, Cancellation)).Select(entry => Convert.ToHexString(entry.Hash.Span)).ToList();

        Accepted(await node.SendAsync(caseId, erase));

        var entries = await node.Journal.ReadAsync(caseId, 0, 100, Cancellation);
        Assert.Equal(hashes, entries.SkipLast(1).Select(entry => Convert.ToHexString(entry.Hash.Span)));
        Assert.All(entries.SkipLast(1), entry => Assert.Equal((EntryReading.Erased, 0), (entry.Reading, entry.Payload.Length)));
        Assert.Equal(("Art. 16 of Law 91/2025/QH15", "officer:an"), entries[^1].Event() is CaseErased erased ? (erased.Basis, erased.ProposedBy) : default);
        Assert.Throws<CaseErasedException>(() => entries[0].Event());
        Assert.IsType<JournalFinding.Whole>(await node.Get<JournalVerifier>().VerifyAsync(caseId, Cancellation));
        Assert.Empty((await node.Get<StoreCheck>().RunAsync(Cancellation)).Faults);
        Assert.Null(await node.Journal.ReplayAsync(caseId, null, Cancellation));
        Assert.Null(await node.Runtime.FindAsync(caseId, Cancellation));
        Assert.IsType<CommandOutcome.NotFound>(await node.SendAsync(caseId, new RecordMark("note", System.Text.Json.JsonSerializer.SerializeToElement(1))));
        Assert.NotNull(await node.Get<CaseSeals>().ErasedAtAsync(caseId, Cancellation));
        Assert.Equal(1, await store.CountAsync("case_keys WHERE wrapped IS NULL AND ring IS NULL AND erased_at IS NOT NULL"));
        Assert.Empty(await ScanAsync(store));
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_key_that_somebody_removed_is_found_by_the_check(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var caseId = await node.StartCaseAsync(Drawn.Waits("go"));
        await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
        await store.ScalarAsync("DELETE FROM case_keys");

        var fault = Assert.Single((await node.Get<StoreCheck>().RunAsync(Cancellation)).Faults);

        Assert.Equal(caseId, fault.CaseId);
        Assert.Contains("case_keys", fault.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task A_sealed_payload_that_somebody_changed_is_named_when_it_is_read(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        await using var node = await TestNode.OwnAsync(store);
        var caseId = await node.StartCaseAsync(Drawn.Waits("go"));
        await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
        await store.ScalarAsync(provider == StorageProvider.Sqlite ? "DROP TRIGGER journal_no_update" : "ALTER TABLE journal DISABLE TRIGGER ALL");
        await store.ScalarAsync("UPDATE journal SET payload = (SELECT payload FROM journal WHERE seq = 1) WHERE seq = 2");

        var entry = (await node.Journal.ReadAsync(caseId, 1, 1, Cancellation))[0];

        Assert.Equal(EntryReading.Damaged, entry.Reading);
        Assert.Contains("verify its chain", Assert.Throws<InvalidOperationException>(() => entry.Event()).Message, StringComparison.Ordinal);
        Assert.Equal(2, Assert.IsType<JournalFinding.Broken>(await node.Get<JournalVerifier>().VerifyAsync(caseId, Cancellation)).Sequence);
    }

    [Theory, MemberData(nameof(TestStore.Both), MemberType = typeof(TestStore))]
    public async Task After_a_rotation_cases_open_with_the_new_key_and_an_older_backup_opens_nothing(StorageProvider provider)
    {
        var store = await TestStore.CreateAsync(provider, cluster);
        var keys = Directory.CreateTempSubdirectory("orchestrator-ring-").FullName;
        CaseId caseId;
        byte[] wrapped;
        await using (var node = await TestNode.OwnAsync(store, settings: ("Privacy:KeyPath", keys)))
        {
            caseId = await node.StartCaseAsync(Drawn.Waits("go"), new { name = Name });
            await node.UntilAsync(caseId, state => state.Bookmarks.Count == 1);
            wrapped = (byte[])(await store.ScalarAsync("SELECT wrapped FROM case_keys"))!;
            var running = await Assert.ThrowsAsync<InvalidOperationException>(() => Rotation(store, keys));
            Assert.Contains("stop it first", running.Message, StringComparison.Ordinal);
        }

        var rotated = await Rotation(store, keys);

        Assert.Equal((1, 1), (rotated.Cases, rotated.Destroyed.Count));
        Assert.Single(Directory.GetFiles(keys));
        await using var again = await TestNode.OwnAsync(store, settings: ("Privacy:KeyPath", keys));
        Accepted(await again.SendAsync(caseId, new DeliverEvent("go", null)));
        Assert.Equal(Name, (await again.Journal.ReplayAsync(caseId, null, Cancellation))!.Started.Input.GetProperty("name").GetString());
        Assert.Throws<InvalidOperationException>(() => again.Get<KeyRing>().Unwrap(caseId, wrapped));
    }

    [Fact]
    public async Task A_node_without_the_key_ring_of_its_database_does_not_start()
    {
        var store = await TestStore.CreateAsync(StorageProvider.Sqlite, cluster);
        await using (var node = await TestNode.OwnAsync(store)) await node.StartCaseAsync(Drawn.Waits("go"));
        var empty = Directory.CreateTempSubdirectory("orchestrator-ring-").FullName;
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TestNode.StartAsync(store, settings: ("Privacy:KeyPath", empty)));
        Assert.Contains("Privacy:KeyPath", refused.Message, StringComparison.Ordinal);
    }

    private static void Accepted(CommandOutcome outcome) => Assert.IsType<CommandOutcome.Accepted>(outcome);

    private static async Task<RotatedKeys> Rotation(TestStore store, string keys)
    {
        await using var services = new ServiceCollection().AddOrchestratorRuntime(store.Configuration(("Privacy:KeyPath", keys))).BuildServiceProvider();
        return await services.GetRequiredService<CaseKeyRotation>().RunAsync(Cancellation);
    }

    private static async Task<IReadOnlyList<string>> ScanAsync(TestStore store)
    {
        await using System.Data.Common.DbConnection connection = store.Provider == StorageProvider.Sqlite
            ? new SqliteConnection(store.ConnectionString) : new NpgsqlConnection(store.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancellation);
        return await PlaintextScan.TablesAsync(connection, Name, Cancellation);
    }

    /// <summary>Writes the journal of a case as it was written before there were keys.</summary>
    private static async Task UnsealAsync(TestStore store, TestNode node, CaseId caseId)
    {
        await store.ScalarAsync(store.Provider == StorageProvider.Sqlite ? "DROP TRIGGER journal_no_update" : "ALTER TABLE journal DISABLE TRIGGER ALL");
        var previous = EntryHash.Origin.ToArray();
        foreach (var entry in await node.Journal.ReadAsync(caseId, 0, 100, Cancellation))
        {
            var hash = EntryHash.Compute(caseId, entry.Sequence, entry.Kind, entry.ActivityId, entry.Actor.ToString(), entry.At, entry.Payload.Span, previous);
            await node.Get<Database>().ExecuteAsync(
                "UPDATE journal SET payload = @payload, prev_hash = @previous, hash = @hash WHERE case_id = @case AND seq = @seq",
                [("@payload", entry.Payload.ToArray()), ("@previous", previous), ("@hash", hash), ("@case", caseId.Value), ("@seq", entry.Sequence)], Cancellation);
            previous = hash;
        }

        await store.ScalarAsync("DELETE FROM case_keys");
        await store.ScalarAsync("DELETE FROM snapshots");
    }
}
