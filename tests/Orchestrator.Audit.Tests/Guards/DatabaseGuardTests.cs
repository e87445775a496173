using Npgsql;
using Orchestrator.Audit.Tests.Support;
using Orchestrator.Cases.Reads;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Audit.Tests.Guards;

public sealed class DatabaseGuardTests(ClusterOfTheRun cluster)
{
    private static readonly (string Table, string Column)[] Guarded =
    [
        ("journal", "kind"), ("audit_checkpoints", "text"), ("audit_leaves", "entries"), ("audit_nodes", "hash"), ("audit_keys", "key"), ("audit_reads", "actor"),
        ("audit_read_logs", "started_at"),
    ];

    [Fact]
    public async Task The_role_of_the_program_does_all_its_work_and_can_change_remove_or_unguard_nothing_that_is_append_only()
    {
        await using var node = await AuditedNode.StartApartAsync(cluster);
        var caseId = Assert.Single(await node.StartCasesAsync(1));
        await node.Get<ICaseReads>().RecordAsync(new CaseRead(caseId, "history", new Actor("officer", "an"), "key", "test"), TestContext.Current.CancellationToken);
        await node.GoOnAsync(caseId);
        await node.OwnedCheckpointAsync();
        Assert.Empty((await node.VerifyAsync()).Findings);

        foreach (var (table, column) in Guarded)
        {
            foreach (var statement in (string[])[
                $"UPDATE {table} SET {column} = {column}", $"DELETE FROM {table}", $"TRUNCATE {table}",
                $"ALTER TABLE {table} DISABLE TRIGGER ALL", $"DROP TABLE {table}"])
            {
                var refused = await Assert.ThrowsAsync<PostgresException>(() => node.ExecuteAsync(statement));
                Assert.True(refused.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{statement}: {refused.Message}");
            }
        }
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task Where_one_role_does_everything_triggers_refuse_it(StorageProvider provider)
    {
        await using var node = await AuditedNode.StartAsync(provider, cluster);
        await node.StartCasesAsync(1);

        foreach (var statement in (string[])["UPDATE journal SET kind = 'x'", "DELETE FROM journal", .. provider == StorageProvider.PostgreSql ? ["TRUNCATE journal"] : Array.Empty<string>()])
        {
            var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => node.ExecuteAsync(statement));
            Assert.Contains("append", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_role_for_both_is_told_at_the_start()
    {
        var database = await cluster.Cluster.CreateDatabaseAsync();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ApplicationRole.GrantAsync(database, database, TestContext.Current.CancellationToken));

        Assert.Contains("another role", refused.Message, StringComparison.Ordinal);
    }
}
