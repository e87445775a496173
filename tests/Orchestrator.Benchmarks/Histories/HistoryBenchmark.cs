using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orchestrator.Audit;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Exports;
using Orchestrator.Audit.Proofs;
using Orchestrator.Audit.Timelines;
using Orchestrator.Audit.TimeTravel;
using Orchestrator.Audit.Verification;
using Orchestrator.Cases;
using Orchestrator.Runtime;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Storage;
using Orchestrator.TestKit;

namespace Orchestrator.Benchmarks.Histories;

/// <summary>
/// What an auditor waits for on a database with many entries (10 million unless said otherwise), on PostgreSQL: a page of history, a case of 500 entries
/// at every moment, exports, verification.
/// </summary>
internal static class HistoryBenchmark
{
    private const int PerCase = 66, LongCase = 500;

    public static async Task RunAsync(long entries)
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var directory = Directory.CreateTempSubdirectory("orchestrator-bench-").FullName;
        var connection = await cluster.CreateDatabaseAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Storage:Provider", "PostgreSql"), new("ConnectionStrings:Orchestrator", connection), new("Data:Path", directory), new("Workflows:Path", Workflows())]).Build();
        await using var services = new ServiceCollection().AddLogging(logs => logs.SetMinimumLevel(LogLevel.Critical)).AddSingleton<IConfiguration>(configuration)
            .AddOrchestratorRuntime(configuration).AddOrchestratorCases(configuration).AddOrchestratorAudit(configuration)
            .AddSingleton<IChainHeads>(provider => new AllHeads(provider.GetRequiredService<JournalRows>())).BuildServiceProvider();
        await services.GetRequiredService<SchemaMigrator>().MigrateAsync(CancellationToken.None);
        if (await services.GetRequiredService<IDefinitionStore>().ImportAsync(Encoding.UTF8.GetBytes(Definition), "benchmark", CancellationToken.None) is not ImportOutcome.Imported { VersionId: var versionId })
            throw new InvalidOperationException("Expected the definition to be imported into an empty database, but it was not.");

        var watch = Stopwatch.StartNew();
        var longCase = await GeneratedJournal.WriteAsync(connection, services.GetRequiredService<CaseKeyTable>(), versionId, entries, PerCase, LongCase);
        Say($"{entries:N0} entries generated", watch.Elapsed);

        var journal = services.GetRequiredService<IJournalReader>();
        Say("first page of a history, 200 entries, median of 50", await MedianAsync(50, () => journal.ReadAsync(longCase, 0, 200, CancellationToken.None)));
        Say("last page of a history, 100 entries, median of 50", await MedianAsync(50, () => journal.ReadAsync(longCase, 400, 200, CancellationToken.None)));

        var pasts = services.GetRequiredService<CasePasts>();
        Say($"time travel: a case of {LongCase} entries read and folded, median of 20", await MedianAsync(20, async () => (await pasts.FindAsync(longCase, CancellationToken.None))!.After(LongCase)));
        Say("timeline of that case, median of 20", await MedianAsync(20, async () => TimelineFold.Of((await pasts.FindAsync(longCase, CancellationToken.None))!)));

        watch.Restart();
        if (await services.GetRequiredService<CheckpointLog>().TakeAsync(CancellationToken.None) is var taken and not CheckpointOutcome.Taken)
            throw new InvalidOperationException($"Expected a checkpoint over the generated journals, but: {taken}");
        Say("first checkpoint, over every case", watch.Elapsed);

        watch.Restart();
        var rows = await BareReadAsync(connection);
        Say($"baseline: the same rows read by Npgsql alone: {rows / watch.Elapsed.TotalSeconds:N0} entries/s", watch.Elapsed);

        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            var export = services.GetRequiredService<EventLogExport>();
            using var memory = new MemoryWatch();
            watch.Restart();
            var written = await export.WriteAsync(format, CaseSelection.All, Stream.Null, CancellationToken.None);
            Say($"export {format}: {written / watch.Elapsed.TotalSeconds:N0} entries/s, at most {memory.Peak} MB", watch.Elapsed);
        }

        var file = Path.Combine(directory, "journal.jsonl");
        using var exporting = new MemoryWatch();
        watch.Restart();
        await using (var output = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
            await services.GetRequiredService<JournalExport>().WriteAllAsync(output, CancellationToken.None);
        Say($"verifiable export: {entries / watch.Elapsed.TotalSeconds:N0} entries/s, at most {exporting.Peak} MB", watch.Elapsed);
        watch.Restart();
        await using (var input = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan))
            await SHA256.HashDataAsync(input);
        Say($"baseline: SHA-256 of the {new FileInfo(file).Length >> 20} MB of that file: {entries / watch.Elapsed.TotalSeconds:N0} entries/s", watch.Elapsed);
        using var verifying = new MemoryWatch();
        watch.Restart();
        await using (var input = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan))
        {
            var report = await ExportVerifier.VerifyAsync(input, await services.GetRequiredService<AuditProofs>().KeysAsync(CancellationToken.None), null, CancellationToken.None);
            if (report.Findings.Count > 0) throw new InvalidOperationException($"Expected generated journals to verify, but: {report.Findings[0].Message}");
            Say($"verify: {report.Entries / watch.Elapsed.TotalSeconds:N0} entries/s, at most {verifying.Peak} MB", watch.Elapsed);
        }

        Directory.Delete(directory, recursive: true);
    }

    private static async Task<long> BareReadAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT case_id, seq, kind, activity_id, actor, at, payload, prev_hash, hash FROM journal ORDER BY case_id, seq", connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync();
        var (rows, values) = (0L, new object[9]);
        for (; await reader.ReadAsync(); rows++) reader.GetValues(values);
        return rows;
    }

    /// <summary>Nothing runs here that owns the shards and could know which cases went on.</summary>
    private sealed class AllHeads(JournalRows journal) : IChainHeads
    {
        public async Task<IReadOnlyList<ChainHead>?> ChangedAsync(CancellationToken cancellationToken) => await journal.HeadsAsync(cancellationToken);

        public void Forget()
        {
        }
    }

    private const string Definition = """
        {"definitionId":"generated","name":"generated","root":{"id":"root","type":"Elsa.Sequence","version":1,"activities":[]}}
        """;

    private static async Task<TimeSpan> MedianAsync<T>(int times, Func<Task<T>> action)
    {
        await action();
        var took = new List<TimeSpan>(times);
        for (var i = 0; i < times; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await action();
            took.Add(Stopwatch.GetElapsedTime(began));
        }

        took.Sort();
        return took[times / 2];
    }

    private static string Workflows()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Orchestrator.sln"))) directory = directory.Parent ?? throw new InvalidOperationException("The benchmarks do not lie inside the repository.");
        return Path.Combine(directory.FullName, "workflows");
    }

    private static void Say(FormattableString what, TimeSpan took) => Say(what.ToString(CultureInfo.InvariantCulture), took);

    private static void Say(string what, TimeSpan took) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {took.TotalMilliseconds:N1} ms"));
}
