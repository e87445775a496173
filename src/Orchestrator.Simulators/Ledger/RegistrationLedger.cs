using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Orchestrator.Simulators.Ledger;

/// <summary>
/// What the agencies know, in one SQLite file: requests with their answers, registrations, callbacks to be sent, and counters. One connection,
/// one writer; whoever decides something holds <see cref="Gate"/> from reading to writing.
/// </summary>
internal sealed class RegistrationLedger : IDisposable
{
    private readonly SqliteConnection _connection;

    public RegistrationLedger(SimulatorOptions options)
    {
        var inMemory = options.DataPath == SimulatorOptions.InMemory;
        if (!inMemory && Path.GetDirectoryName(Path.GetFullPath(options.DataPath)) is { } folder)
            Directory.CreateDirectory(folder);
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = options.DataPath, Pooling = false }.ToString());
        _connection.Open();
        Execute(LedgerSchema.Sql);
    }

    /// <summary>Held while a decision is made.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Counts a request, repetitions included.</summary>
    public void CountRequest(string agency, string operation)
    {
        lock (Gate)
            Execute("INSERT INTO seen VALUES ($a, 1) ON CONFLICT (operation) DO UPDATE SET count = count + 1", ("$a", $"{agency}/{operation}"));
    }

    /// <summary>Finds what was answered to a key.</summary>
    public KnownRequest? Find(string operation, string key) =>
        FindRequest("operation = $o AND key = $k", ("$o", operation), ("$k", key));

    /// <summary>Finds a request by its id.</summary>
    public KnownRequest? FindById(string operation, string requestId)
    {
        lock (Gate)
            return FindRequest("operation = $o AND request_id = $r", ("$o", operation), ("$r", requestId));
    }

    /// <summary>Finds the answer to the first registration of the same thing.</summary>
    public KnownRequest? FindRegistered(string operation, string identity) => FindRequest(
        "request_id = (SELECT request_id FROM registrations WHERE operation = $o AND identity = $i ORDER BY rowid LIMIT 1)", ("$o", operation), ("$i", identity));

    /// <summary>The request that made a registration which still stands, found by a member of its answer.</summary>
    public string? FindLive(string operation, string member, string value) => FindRequest(
        "operation = $o AND json_extract(answer, $p) = $v AND request_id IN (SELECT request_id FROM registrations WHERE operation = $o)",
        ("$o", operation), ("$p", "$." + member), ("$v", value))?.RequestId;

    /// <summary>The newest request of an operation for a dossier.</summary>
    public KnownRequest? FindNewest(string operation, string dossier) =>
        FindRequest("operation = $o AND dossier = $d ORDER BY request_id DESC LIMIT 1", ("$o", operation), ("$d", dossier));

    /// <summary>True while what a request registered stands.</summary>
    public bool IsRegistered(string requestId) => Scalar("SELECT count(*) FROM registrations WHERE request_id = $r", ("$r", requestId)) > 0;

    /// <summary>True when a registration like this one exists for somebody else, or for the same in another dossier.</summary>
    public bool HasLike(string operation, string likeness, string dossier) => Scalar(
        "SELECT count(*) FROM registrations WHERE operation = $o AND likeness = $l AND dossier <> $d", ("$o", operation), ("$l", likeness), ("$d", dossier)) > 0;

    /// <summary>How often an operation gave an outcome to a dossier.</summary>
    public long CountOutcomes(string operation, string dossier, string outcome) => Scalar(
        "SELECT count(*) FROM requests WHERE operation = $o AND dossier = $d AND outcome = $u", ("$o", operation), ("$d", dossier), ("$u", outcome));

    /// <summary>The next value of a counter; kept when <see cref="Write"/> follows.</summary>
    public long Next(string counter) => Scalar(
        "INSERT INTO counters VALUES ($c, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value", ("$c", counter));

    /// <summary>Writes a request with all that it brings.</summary>
    public void Write(NewRequest request)
    {
        using var transaction = _connection.BeginTransaction();
        Execute(
            "INSERT INTO requests VALUES ($r, $a, $o, $k, $h, $d, $u, $s, $w, $t)",
            ("$r", request.RequestId), ("$a", request.Agency), ("$o", request.Operation), ("$k", request.Key), ("$h", request.BodyHash),
            ("$d", request.Dossier), ("$u", request.Outcome), ("$s", request.Status), ("$w", request.Answer), ("$t", request.ReadyAt.UtcTicks));
        if (request.Registered is { } registered)
        {
            Execute(
                "INSERT INTO registrations VALUES ($a, $o, $i, $l, $d, $k, $r, $c)",
                ("$a", request.Agency), ("$o", request.Operation), ("$i", registered.Identity), ("$l", registered.Likeness ?? ""), ("$d", request.Dossier),
                ("$k", request.Key), ("$r", request.RequestId), ("$c", registered.Counts ? 1 : 0));
        }

        if (request.Cancels is { } cancelled)
        {
            Execute(
                "DELETE FROM registrations WHERE (operation, identity) IN (SELECT operation, identity FROM registrations WHERE request_id = $r)", ("$r", cancelled));
        }

        foreach (var due in request.Callbacks)
        {
            Execute(
                "INSERT INTO callbacks (request_id, url, due_at, attempts) VALUES ($r, $u, $t, 0)",
                ("$r", request.RequestId), ("$u", request.CallbackUrl!.ToString()), ("$t", due.UtcTicks));
        }

        transaction.Commit();
    }

    /// <summary>Sends the answers that are still due to another address from now on; false when none are.</summary>
    public bool Redirect(string requestId, Uri callbackUrl) =>
        Execute("UPDATE callbacks SET url = $u WHERE request_id = $r", ("$r", requestId), ("$u", callbackUrl.ToString())) > 0;

    /// <summary>The callbacks that are due first.</summary>
    public IReadOnlyList<PendingCallback> NextCallbacks(int limit)
    {
        lock (Gate)
        {
            using var command = Command(
                "SELECT c.id, c.request_id, c.url, r.answer, c.due_at, c.attempts FROM callbacks c JOIN requests r ON r.request_id = c.request_id ORDER BY c.due_at, c.id LIMIT $n", ("$n", limit));
            using var reader = command.ExecuteReader();
            List<PendingCallback> due = [];
            while (reader.Read())
                due.Add(new PendingCallback(reader.GetInt64(0), reader.GetString(1), new Uri(reader.GetString(2)), reader.GetString(3), Instant(reader.GetInt64(4)), reader.GetInt32(5)));
            return due;
        }
    }

    /// <summary>Strikes off callbacks that were received.</summary>
    public void Delivered(IReadOnlyCollection<long> ids)
    {
        lock (Gate)
            Execute($"DELETE FROM callbacks WHERE id IN ({string.Join(',', ids)})");
    }

    /// <summary>Puts a callback off after a try that failed.</summary>
    public void PutOff(long id, DateTimeOffset dueAt)
    {
        lock (Gate)
            Execute("UPDATE callbacks SET due_at = $t, attempts = attempts + 1 WHERE id = $i", ("$i", id), ("$t", dueAt.UtcTicks));
    }

    /// <summary>What was done, and what was done twice.</summary>
    public SimulatorReport Report()
    {
        lock (Gate)
        {
            var doubles = Rows(
                "SELECT agency, operation, identity, group_concat(key, char(10)) FROM (SELECT * FROM registrations WHERE counts = 1 ORDER BY rowid) GROUP BY agency, operation, identity HAVING count(DISTINCT key) > 1",
                reader => new DoubleRegistration(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3).Split('\n')));
            var requests = Rows("SELECT operation, count FROM seen ORDER BY operation", reader => KeyValuePair.Create(reader.GetString(0), reader.GetInt32(1)));
            return new SimulatorReport(
                (int)Scalar("SELECT count(*) FROM registrations"), doubles, new Dictionary<string, int>(requests), (int)Scalar("SELECT count(*) FROM callbacks"));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);

    private KnownRequest? FindRequest(string where, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command($"SELECT request_id, body_hash, status, answer, ready_at FROM requests WHERE {where}", values);
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new KnownRequest(reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetString(3), Instant(reader.GetInt64(4)))
            : null;
    }

    private List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var command = Command(sql);
        using var reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    private long Scalar(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(sql, values);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private int Execute(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
