using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Runtime;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Ownership;
using Orchestrator.Runtime.Storage;
using Orchestrator.TestKit;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Benchmarks.Journal;

/// <summary>
/// How many steps a second become durable when decisions are written together, against one transaction per step, on both databases in one run.
/// A step is what a case does when it goes from one wait to the next: three entries, one bookmark gone, one new; fenced, flushed, awaited.
/// </summary>
internal static class GroupCommitBenchmark
{
    private const int Cases = 1_000;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    public static async Task RunAsync()
    {
        await using var cluster = await PostgresCluster.StartAsync(flushed: true);
        Console.WriteLine($"Journal: {Cases} cases in flight, {Time.TotalSeconds} s each, {Environment.ProcessorCount} processors");
        Console.WriteLine("store       writing                steps/s      p50 ms      p99 ms");
        foreach (var provider in new[] { StorageProvider.PostgreSql, StorageProvider.Sqlite })
        {
            var single = await MeasureAsync(provider, cluster, batchSize: 1);
            var group = await MeasureAsync(provider, cluster, batchSize: 1_000);
            Print(provider, "one per transaction", single);
            Print(provider, "group commit", group);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{provider,-12}group commit is {group.PerSecond / single.PerSecond:F1} times as fast"));
        }
    }

    private static async Task<Result> MeasureAsync(StorageProvider provider, PostgresCluster cluster, int batchSize)
    {
        var directory = Directory.CreateTempSubdirectory("orchestrator-bench-");
        var connection = provider == StorageProvider.PostgreSql
            ? await cluster.CreateDatabaseAsync()
            : $"Data Source={Path.Combine(directory.FullName, "bench.db")}";
        await using var services = new ServiceCollection()
            .AddOrchestratorRuntime(new ConfigurationBuilder().AddInMemoryCollection(
                [new("Storage:Provider", provider.ToString()), new("ConnectionStrings:Orchestrator", connection)]).Build())
            .BuildServiceProvider();
        await services.GetRequiredService<SchemaMigrator>().MigrateAsync(CancellationToken.None);
        var shards = services.GetRequiredService<ShardRegistry>();
        await shards.SeedAsync(64, CancellationToken.None);
        var epochs = await shards.TakeOverAsync("benchmark", CancellationToken.None);

        ICommitStore store = services.GetRequiredService<ICommitStore>();
        // One transaction per step is given every connection that helps it, so that the comparison is with its best.
        if (batchSize == 1 && provider == StorageProvider.PostgreSql) store = new ManyWriters(store, 32);
        var writer = new JournalWriter(
            store, batchSize, services.GetRequiredService<RuntimeMetrics>(), TimeProvider.System, NullLogger.Instance, CancellationToken.None, CancellationToken.None);

        using var warm = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var cases = Enumerable.Range(0, Cases).Select(_ => new SteppingCase(epochs)).ToList();
        await Task.WhenAll(cases.Select(one => one.RunAsync(writer, warm.Token)));
        foreach (var one in cases) one.Latencies.Clear();

        using var enough = new CancellationTokenSource(Time);
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(cases.Select(one => Task.Run(() => one.RunAsync(writer, enough.Token))));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await writer.StopAsync();
        await services.DisposeAsync();
        directory.Delete(recursive: true);
        var latencies = cases.SelectMany(one => one.Latencies).Order().ToList();
        return new Result(latencies.Count / seconds, latencies[latencies.Count / 2], latencies[latencies.Count * 99 / 100]);
    }

    private static void Print(StorageProvider provider, string writing, Result result) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{provider,-12}{writing,-19}{result.PerSecond,11:N0} {result.Median,11:F1} {result.Slow,11:F1}"));

    private sealed record Result(double PerSecond, double Median, double Slow);

    private sealed class ManyWriters(ICommitStore store, int writers) : ICommitStore
    {
        public int Writers => writers;

        public Task<ICommitTransaction> BeginAsync(CancellationToken cancellationToken) => store.BeginAsync(cancellationToken);

        public Task<IReadOnlyDictionary<(CaseId CaseId, long Sequence), byte[]>> FindAsync(
            IReadOnlyCollection<int> shards, IReadOnlyList<(CaseId CaseId, long Sequence)> entries, CancellationToken cancellationToken) =>
            store.FindAsync(shards, entries, cancellationToken);

        public bool IsTransient(Exception exception) => store.IsTransient(exception);
    }
}
