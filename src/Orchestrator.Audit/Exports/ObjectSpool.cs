using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Orchestrator.Audit.Exports;

/// <summary>
/// Objects of an export on their way to its end, each once, in a file that goes away with it: however many persons there are, memory stays the same.
/// </summary>
internal sealed class ObjectSpool : IAsyncDisposable
{
    private const int Recent = 4_096;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"orchestrator-export-{Guid.NewGuid():N}.db");
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly SqliteCommand _insert;
    private readonly ArrayBufferWriter<byte> _buffer = new(1_024);
    private readonly Utf8JsonWriter _json;
    private readonly HashSet<string> _recent = new(StringComparer.Ordinal);

    public ObjectSpool()
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false }.ToString());
        _connection.Open();
        Run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; CREATE TABLE objects (number INTEGER PRIMARY KEY, name TEXT UNIQUE, json BLOB NOT NULL)");
        _transaction = _connection.BeginTransaction();
        _insert = _connection.CreateCommand();
        _insert.Transaction = _transaction;
        _insert.CommandText = "INSERT OR IGNORE INTO objects (name, json) VALUES (@name, @json)";
        _insert.Parameters.Add("@name", SqliteType.Text);
        _insert.Parameters.Add("@json", SqliteType.Blob);
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Adds an object that nobody adds twice.</summary>
    public void Add(Action<Utf8JsonWriter> members) => Store(null, members);

    /// <summary>Adds an object without attributes, unless it is there already.</summary>
    public void AddOnce(string id, string type)
    {
        if (!_recent.Add(id)) return;
        if (_recent.Count > Recent) _recent.Clear();
        Store(id, json =>
        {
            json.WriteString("id", id);
            json.WriteString("type", type);
            json.WriteStartArray("attributes");
            json.WriteEndArray();
            json.WriteStartArray("relationships");
            json.WriteEndArray();
        });
    }

    /// <summary>Every object, in the order in which each first came.</summary>
    public async IAsyncEnumerable<byte[]> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = _connection.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = "SELECT json FROM objects ORDER BY number";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) yield return reader.GetFieldValue<byte[]>(0);
    }

    public async ValueTask DisposeAsync()
    {
        await _json.DisposeAsync();
        await _insert.DisposeAsync();
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
        File.Delete(_path);
    }

    private void Store(string? name, Action<Utf8JsonWriter> members)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _json.WriteStartObject();
        members(_json);
        _json.WriteEndObject();
        _json.Flush();
        _insert.Parameters[0].Value = (object?)name ?? DBNull.Value;
        _insert.Parameters[1].Value = _buffer.WrittenSpan.ToArray();
        _insert.ExecuteNonQuery();
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
