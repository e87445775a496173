using Npgsql;

namespace Orchestrator.Runtime.Storage;

/// <summary>
/// What the role that the program runs as may do in PostgreSQL, when another role owns the tables: read and add everywhere, change and remove only where
/// nothing is append-only. Not being the owner, it can neither disable a trigger nor drop a table.
/// </summary>
internal static class ApplicationRole
{
    /// <summary>Grants it that, and takes away what it had beyond.</summary>
    /// <param name="migrations">Connection string of the role that owns the tables.</param>
    /// <param name="application">Connection string of the role that the program runs as.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">Both are the same role.</exception>
    public static async Task GrantAsync(string migrations, string application, CancellationToken cancellationToken)
    {
        var (owner, role) = (new NpgsqlConnectionStringBuilder(migrations).Username, new NpgsqlConnectionStringBuilder(application).Username);
        if (string.IsNullOrEmpty(role) || role == owner)
        {
            throw new InvalidOperationException(
                $"Expected ConnectionStrings:OrchestratorMigrations to name another role than ConnectionStrings:Orchestrator, but both name '{role}'; let the application run as a role that does not own the tables.");
        }

        await using var connection = new NpgsqlConnection(migrations);
        await connection.OpenAsync(cancellationToken);
        var guarded = new List<string>();
        await using (var query = new NpgsqlCommand(
            "SELECT DISTINCT trigger.tgrelid::regclass::text FROM pg_trigger AS trigger JOIN pg_proc AS function ON function.oid = trigger.tgfoid WHERE function.proname LIKE 'refuse\\_%\\_change'",
            connection))
        await using (var reader = await query.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) guarded.Add(reader.GetString(0));
        }

        using var quoting = new NpgsqlCommandBuilder();
        var name = quoting.QuoteIdentifier(role);
        string[] statements =
        [
            $"GRANT USAGE ON SCHEMA public TO {name}", $"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
            $"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}", $"REVOKE TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA public FROM {name}",
            .. guarded.Select(table => $"REVOKE UPDATE, DELETE ON {table} FROM {name}"),
        ];
        foreach (var statement in statements)
        {
#pragma warning disable CA2100 // Names are quoted; grants take no parameters.
            await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
