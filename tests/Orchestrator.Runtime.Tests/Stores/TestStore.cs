using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Orchestrator.Runtime.Storage;
using Orchestrator.TestKit;

[assembly: AssemblyFixture(typeof(Orchestrator.Runtime.Tests.Stores.ClusterOfTheRun))]

namespace Orchestrator.Runtime.Tests.Stores;

/// <summary>One PostgreSQL cluster for the whole run.</summary>
public sealed class ClusterOfTheRun : IAsyncLifetime
{
    public PostgresCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await PostgresCluster.StartAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

/// <summary>A database of one test.</summary>
public sealed record TestStore(StorageProvider Provider, string ConnectionString)
{
    /// <summary>Both databases, for theories.</summary>
    public static TheoryData<StorageProvider> Both => [StorageProvider.Sqlite, StorageProvider.PostgreSql];

    public static async Task<TestStore> CreateAsync(StorageProvider provider, ClusterOfTheRun cluster) => provider == StorageProvider.PostgreSql
        ? new TestStore(provider, await cluster.Cluster.CreateDatabaseAsync())
        : new TestStore(provider, $"Data Source={Path.Combine(Directory.CreateTempSubdirectory("orchestrator-db-").FullName, "orchestrator.db")}");

    public IConfiguration Configuration(params (string Key, string Value)[] more) => new ConfigurationBuilder()
        .AddInMemoryCollection([
            new("Storage:Provider", Provider.ToString()),
            new("ConnectionStrings:Orchestrator", ConnectionString),
            .. more.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value)),
        ])
        .Build();

    /// <summary>Runs a statement past the runtime, as somebody with access to the database could.</summary>
    public async Task<object?> ScalarAsync(string sql)
    {
        await using System.Data.Common.DbConnection connection = Provider == StorageProvider.Sqlite
            ? new SqliteConnection(ConnectionString)
            : new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of the tests themselves.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Looks at the database, which no test can be told of, until it has so many rows.</summary>
    public async Task UntilCountAsync(string from, long wished)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var found = await CountAsync(from); found != wished; found = await CountAsync(from))
        {
            if (patience.IsCancellationRequested) Assert.Fail($"Expected {wished} of {from}, but there are {found}.");
            await looks.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    public async Task<long> CountAsync(string from) =>
        Convert.ToInt64(await ScalarAsync($"SELECT COUNT(*) FROM {from}"), System.Globalization.CultureInfo.InvariantCulture);
}
