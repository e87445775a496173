using System.Data.Common;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.CaseKeys;

/// <summary>Removes what the runtime's own rows say of people: the name and correlation id of the case, the texts of its incidents, its snapshot, the fingerprint of its application.</summary>
internal sealed class RuntimeErasure(Database database) : ICaseErasure
{
    private static readonly string[] Statements =
    [
        "UPDATE cases SET name = NULL, correlation_id = NULL WHERE case_id = @case",
        "UPDATE incidents SET message = '', detail = NULL, reason = NULL WHERE case_id = @case",
        "UPDATE start_keys SET body_hash = '' WHERE case_id = @case",
        "DELETE FROM snapshots WHERE case_id = @case",
        "DELETE FROM bookmarks WHERE case_id = @case",
        "DELETE FROM deliveries WHERE case_id = @case",
    ];

    public async Task EraseAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        // What is overwritten must not stay in free pages of the file.
        if (database.Provider == StorageProvider.Sqlite) await RunAsync(connection, "PRAGMA secure_delete = ON", null, cancellationToken);
        foreach (var statement in Statements) await RunAsync(connection, statement, caseId, cancellationToken);
    }

    private static async Task RunAsync(DbConnection connection, string sql, CaseId? caseId, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        if (caseId is { } id)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@case", id.Value);
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
