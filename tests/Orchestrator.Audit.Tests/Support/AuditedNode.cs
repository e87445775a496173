using System.Data.Common;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Exports;
using Orchestrator.Audit.Proofs;
using Orchestrator.Audit.Verification;
using Orchestrator.Cases.LegalClock;
using Orchestrator.Cases.Procedures;
using Orchestrator.Cases.Projections;
using Orchestrator.Cases.Storage;
using Orchestrator.Runtime;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Storage;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.Tests.Support;

/// <summary>A node with a journal and its audit, on a database of its own, and what an insider with access to that database could do.</summary>
internal sealed class AuditedNode : IAsyncDisposable
{
    private const string Definition = """
        {"definitionId":"waits","name":"waits","root":{"id":"root","type":"Elsa.Sequence","version":1,"activities":[
          {"id":"go","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"go"}}},
          {"id":"on","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"on"}}}]}}
        """;

    private readonly string _directory;
    private readonly string _connectionString;
    private IHost? _host;

    private AuditedNode(StorageProvider provider, string connectionString, string directory) =>
        (Provider, _connectionString, _directory) = (provider, connectionString, directory);

    public StorageProvider Provider { get; }

    private string? Owner { get; init; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    public string CheckpointFile => Path.Combine(_directory, "checkpoints.txt");

    public static async Task<AuditedNode> StartAsync(StorageProvider provider, ClusterOfTheRun cluster)
    {
        var directory = Directory.CreateTempSubdirectory("orchestrator-audit-").FullName;
        var node = new AuditedNode(
            provider, provider == StorageProvider.PostgreSql ? await cluster.Cluster.CreateDatabaseAsync() : $"Data Source={Path.Combine(directory, "audit.db")};Pooling=false", directory);
        await node.StartAsync();
        return node;
    }

    /// <summary>On PostgreSQL, running as a role that does not own the tables.</summary>
    public static async Task<AuditedNode> StartApartAsync(ClusterOfTheRun cluster)
    {
        var owner = await cluster.Cluster.CreateDatabaseAsync();
        var role = $"app{Guid.NewGuid():N}";
        await using (var connection = new NpgsqlConnection(owner + ";Pooling=false"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A name of this method's own.
            command.CommandText = $"CREATE ROLE {role} LOGIN";
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var application = new NpgsqlConnectionStringBuilder(owner) { Username = role }.ToString();
        var node = new AuditedNode(StorageProvider.PostgreSql, application, Directory.CreateTempSubdirectory("orchestrator-audit-").FullName) { Owner = owner };
        await node.StartAsync();
        return node;
    }

    /// <summary>Starts the process; also again after <see cref="StopAsync"/>.</summary>
    public async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Provider"] = Provider.ToString(),
            ["ConnectionStrings:Orchestrator"] = _connectionString,
            ["ConnectionStrings:OrchestratorMigrations"] = Owner,
            ["Data:Path"] = _directory,
            ["Audit:Origin"] = "orchestrator.example",
        });
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddOrchestratorRuntime(builder.Configuration);
        builder.Services.AddModuleDbContext<CasesDbContext, SqliteCasesDbContext, PostgreSqlCasesDbContext>(CasesDbContext.Module);
        builder.Services.AddSingleton(new DeadlineClock(WorkingCalendar.WeeklyRule));
        builder.Services.AddSingleton<ICaseProjection, CaseFileProjection>();
        builder.Services.AddSingleton<ProcedureCatalog>();
        builder.Services.AddOrchestratorAudit(builder.Configuration);
        _host = builder.Build();
        await _host.StartAsync(TestContext.Current.CancellationToken);
    }

    public async Task StopAsync()
    {
        if (_host is null) return;
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
        _host = null;
        NpgsqlConnection.ClearAllPools();
    }

    public T Get<T>()
        where T : notnull => _host!.Services.GetRequiredService<T>();

    /// <summary>Starts cases that wait.</summary>
    public async Task<IReadOnlyList<CaseId>> StartCasesAsync(int count)
    {
        var cases = new List<CaseId>();
        for (var i = 0; i < count; i++) cases.Add(await StartCaseAsync(new { name = $"Người thứ {i}" }));
        return cases;
    }

    /// <summary>Starts a case with an input of its own; it waits.</summary>
    public async Task<CaseId> StartCaseAsync(object input)
    {
        var imported = await Get<IDefinitionStore>().ImportAsync(Encoding.UTF8.GetBytes(Definition), "test", TestContext.Current.CancellationToken);
        var (versionId, version) = imported switch
        {
            ImportOutcome.Imported done => (done.VersionId, done.Version),
            ImportOutcome.Unchanged same => (same.VersionId, same.Version),
            _ => throw new InvalidOperationException($"{imported}"),
        };
        var outcome = await Get<ICaseRuntime>().StartAsync(
            new StartRequest(null, null, _ => new CaseStarted("waits", versionId, version, JsonSerializer.SerializeToElement(input), null, null, null), new Actor("agency", "portal")),
            TestContext.Current.CancellationToken);
        var caseId = Assert.IsType<StartOutcome.Started>(outcome).CaseId;
        await WaitsAsync(caseId);
        return caseId;
    }

    /// <summary>Lets a case go on by one event.</summary>
    public async Task GoOnAsync(CaseId caseId, string name = "go")
    {
        var outcome = await Get<ICaseRuntime>().SendAsync(caseId, new DeliverEvent(name, null), new Actor("officer", "an"), TestContext.Current.CancellationToken);
        Assert.IsType<CommandOutcome.Accepted>(outcome);
    }

    public Task<CheckpointOutcome> CheckpointAsync() => Get<CheckpointLog>().TakeAsync(TestContext.Current.CancellationToken);

    /// <summary>A checkpoint of a process that has just started and may not own the shards yet.</summary>
    public async Task<CheckpointOutcome> OwnedCheckpointAsync()
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            if (await CheckpointAsync() is not CheckpointOutcome.NotOwner and var outcome) return outcome;
            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    public async Task<CheckpointView> TakenAsync() => Assert.IsType<CheckpointOutcome.Taken>(await CheckpointAsync()).Checkpoint;

    public async Task<VerificationReport> VerifyAsync(CaseId? only = null, string? checkpointFile = null)
    {
        using var export = new MemoryStream();
        if (only is { } caseId) await Get<JournalExport>().WriteCaseAsync(caseId, export, TestContext.Current.CancellationToken);
        else await Get<JournalExport>().WriteAllAsync(export, TestContext.Current.CancellationToken);
        export.Position = 0;
        var keys = await Get<AuditProofs>().KeysAsync(TestContext.Current.CancellationToken);
        return await ExportVerifier.VerifyAsync(export, keys, checkpointFile, TestContext.Current.CancellationToken);
    }

    /// <summary>The text of an export of everything, or of one case.</summary>
    public async Task<string> ExportAsync(CaseId? only = null, bool isClear = false)
    {
        using var export = new MemoryStream();
        if (only is { } caseId) await Get<JournalExport>().WriteCaseAsync(caseId, export, TestContext.Current.CancellationToken, isClear);
        else await Get<JournalExport>().WriteAllAsync(export, TestContext.Current.CancellationToken, isClear);
        return Encoding.UTF8.GetString(export.ToArray());
    }

    /// <summary>Verifies the text of an export.</summary>
    public async Task<VerificationReport> VerifyTextAsync(string export)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(export));
        return await ExportVerifier.VerifyAsync(stream, await Get<AuditProofs>().KeysAsync(TestContext.Current.CancellationToken), null, TestContext.Current.CancellationToken);
    }

    /// <summary>Erases a case that has ended.</summary>
    public async Task EraseAsync(CaseId caseId)
    {
        var outcome = await Get<ICaseRuntime>().SendAsync(
            caseId, new EraseCase("Article 16", "officer:an", ["officer:an", "officer:binh"]), new Actor("officer", "binh"), TestContext.Current.CancellationToken);
        Assert.IsType<CommandOutcome.Accepted>(outcome);
    }

    /// <summary>Takes the guards away, as somebody who owns the database can.</summary>
    public async Task UnguardAsync()
    {
        string[] statements = Provider == StorageProvider.Sqlite
            ? ["DROP TRIGGER journal_no_update", "DROP TRIGGER journal_no_delete"]
            : ["ALTER TABLE journal DISABLE TRIGGER ALL"];
        foreach (var statement in statements) await ExecuteAsync(statement);
    }

    /// <summary>Runs a statement past the program.</summary>
    public async Task<int> ExecuteAsync(string sql, params (string Name, object Value)[] parameters)
    {
        await using DbConnection connection = Provider == StorageProvider.Sqlite ? new SqliteConnection(_connectionString) : new NpgsqlConnection(_connectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of the tests themselves.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Keeps everybody else from writing until it is given back; SQLite only.</summary>
    public async Task<IAsyncDisposable> LockAsync()
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>The database as a backup would have it, to be given back by <see cref="Restore"/>; SQLite only, with the process stopped.</summary>
    public string Backup()
    {
        var copy = Path.Combine(_directory, "backup.db");
        File.Copy(Path.Combine(_directory, "audit.db"), copy, overwrite: true);
        return copy;
    }

    public void Restore(string backup)
    {
        foreach (var journal in new[] { "-wal", "-shm" }) File.Delete(Path.Combine(_directory, "audit.db" + journal));
        File.Copy(backup, Path.Combine(_directory, "audit.db"), overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task WaitsAsync(CaseId caseId)
    {
        await foreach (var entry in Get<IJournalReader>().FollowAsync(caseId, 0, TestContext.Current.CancellationToken))
        {
            if (entry.Kind == nameof(BookmarkCreated)) return;
        }
    }
}
