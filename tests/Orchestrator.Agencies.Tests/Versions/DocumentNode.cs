using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Storage;
using Orchestrator.Agencies.Versions;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Agencies.Tests.Versions;

/// <summary>What a node of the orchestrator keeps of documents: a folder of its own and a database that it shares.</summary>
internal sealed class DocumentNode : IDisposable
{
    private readonly SharedDatabase _database;

    public DocumentNode(SharedDatabase database, string? folder = null)
    {
        _database = database;
        Workflows = folder ?? Directory.CreateTempSubdirectory("documents-").FullName;
        var agencies = new AgencyFolder(Workflows);
        Catalog = AgencyCatalog.Load(agencies, NullLogger.Instance);
        Store = new DocumentStore(database);
        Keeper = new DocumentKeeper(agencies, Catalog, Store, database.Time, NullLogger<DocumentKeeper>.Instance);
        Library = new DocumentLibrary(Catalog, Store, Keeper, () => [], database.Time);
    }

    public string Workflows { get; }

    public AgencyCatalog Catalog { get; }

    public DocumentStore Store { get; }

    public DocumentKeeper Keeper { get; }

    public DocumentLibrary Library { get; }

    /// <summary>A node with the file, at work.</summary>
    public static async Task<DocumentNode> StartAsync(SharedDatabase database, string? document)
    {
        var folder = Directory.CreateTempSubdirectory("documents-").FullName;
        Write(folder, document);
        var node = new DocumentNode(database, folder);
        await node.Keeper.PrepareAsync(TestContext.Current.CancellationToken);
        return node;
    }

    /// <summary>The node after its process began anew, with its file as it is or another one.</summary>
    public async Task<DocumentNode> RestartAsync(string? document = null)
    {
        if (document is not null)
            Write(document);
        var node = new DocumentNode(_database, Workflows);
        await node.Keeper.PrepareAsync(TestContext.Current.CancellationToken);
        return node;
    }

    public void Write(string document, string file = "openapi.yaml") => Write(Workflows, document, file);

    /// <summary>The versions as a line: number, label and what is drawn with it.</summary>
    public async Task<string> VersionsAsync() => string.Join(
        ", ", (await Store.ListAsync("office", TestContext.Current.CancellationToken)).Select(version => $"{version.Version}{(version.Restores is { } old ? $"={old}" : "")} {version.Author}"));

    /// <summary>Path of the operation Call in the version in force.</summary>
    public string? InForce => Catalog.Find("office") is { } document ? $"{document.Version} {document.Find("Call")?.Path}" : null;

    /// <summary>Path of the operation Call in a version.</summary>
    public string? Path(int version) => Catalog.Find("office", version)?.Find("Call")?.Path;

    public void Dispose()
    {
        Keeper.Dispose();
        if (Directory.Exists(Workflows))
            Directory.Delete(Workflows, recursive: true);
    }

    public static string Document(string path, int? version = null, string code = "office") => $$"""
        openapi: 3.1.0
        info: { title: Office, version: '1', x-agency: { code: {{code}}{{(version is null ? "" : $", version: {version}")}} } }
        paths:
          {{path}}: { post: { operationId: Call, responses: { '200': { description: ok } } } }
        """;

    private static void Write(string folder, string? document, string file = "openapi.yaml")
    {
        if (document is null)
            return;
        var path = System.IO.Path.Combine(folder, "agencies", "office", file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, document);
    }
}

/// <summary>A database with the tables of the module.</summary>
internal sealed class SharedDatabase : IDbContextFactory<DocumentsDbContext>, IDisposable
{
    private readonly StorageSettings _settings;
    private readonly string? _file;

    private SharedDatabase(StorageSettings settings, string? file) => (_settings, _file) = (settings, file);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));

    public static Task<SharedDatabase> SqliteAsync()
    {
        var file = System.IO.Path.GetTempFileName();
        return CreateAsync(new StorageSettings(StorageProvider.Sqlite, $"Data Source={file};Pooling=False"), file);
    }

    public static Task<SharedDatabase> PostgreSqlAsync(string connection) => CreateAsync(new StorageSettings(StorageProvider.PostgreSql, connection), null);

    public DocumentsDbContext CreateDbContext() => _settings.Provider == StorageProvider.Sqlite
        ? new SqliteDocumentsDbContext(ModuleDbContextRegistration.Options<SqliteDocumentsDbContext>(_settings, DocumentsDbContext.Module))
        : new PostgreSqlDocumentsDbContext(ModuleDbContextRegistration.Options<PostgreSqlDocumentsDbContext>(_settings, DocumentsDbContext.Module));

    public void Dispose()
    {
        if (_file is not null)
            File.Delete(_file);
    }

    private static async Task<SharedDatabase> CreateAsync(StorageSettings settings, string? file)
    {
        var database = new SharedDatabase(settings, file);
        await using var context = database.CreateDbContext();
        await context.Database.MigrateAsync(TestContext.Current.CancellationToken);
        return database;
    }
}
