using Orchestrator.TestKit;

namespace Orchestrator.Cases.Tests.Projections;

/// <summary>The read models on PostgreSQL: the same scenarios as on SQLite.</summary>
public sealed class PostgreSqlTests
{
    [Fact]
    public async Task Searches_and_rebuilt_rows_come_out_as_on_SQLite()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using (var host = await CasesHost.StartAsync(await cluster.CreateDatabaseAsync())) await SearchScenario.RunAsync(host);
        await using (var host = await CasesHost.StartAsync(await cluster.CreateDatabaseAsync())) await RebuildScenario.RunAsync(host);
    }
}
