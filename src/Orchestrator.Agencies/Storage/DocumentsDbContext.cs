using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Agencies.Storage;

/// <summary>All versions of the agencies' documents, written by <see cref="Versions.DocumentStore"/> only.</summary>
internal abstract class DocumentsDbContext(DbContextOptions options) : ModuleDbContext(options)
{
    public const string Module = "documents";

    public DbSet<DocumentRow> Documents => Set<DocumentRow>();

    public DbSet<DocumentFileRow> Files => Set<DocumentFileRow>();

    protected override void Describe(ModelBuilder model)
    {
        model.Entity<DocumentRow>().ToTable("agency_documents").HasKey(row => new { row.Agency, row.Version });
        model.Entity<DocumentFileRow>().ToTable("agency_document_files").HasKey(row => new { row.Place, row.Agency });
    }
}

/// <summary>Owns the migrations for SQLite.</summary>
internal sealed class SqliteDocumentsDbContext(DbContextOptions options) : DocumentsDbContext(options);

/// <summary>Owns the migrations for PostgreSQL.</summary>
internal sealed class PostgreSqlDocumentsDbContext(DbContextOptions options) : DocumentsDbContext(options);

/// <summary>For <c>dotnet ef migrations add … --context SqliteDocumentsDbContext -o Storage/Sqlite/Documents/Migrations</c>.</summary>
internal sealed class SqliteDocumentsDesign : IDesignTimeDbContextFactory<SqliteDocumentsDbContext>
{
    public SqliteDocumentsDbContext CreateDbContext(string[] args) => new(ModuleDbContextRegistration.Options<SqliteDocumentsDbContext>(
        new StorageSettings(StorageProvider.Sqlite, StorageSettings.DefaultSqlite), DocumentsDbContext.Module));
}

/// <summary>For <c>dotnet ef migrations add … --context PostgreSqlDocumentsDbContext -o Storage/PostgreSql/Documents/Migrations</c>.</summary>
internal sealed class PostgreSqlDocumentsDesign : IDesignTimeDbContextFactory<PostgreSqlDocumentsDbContext>
{
    public PostgreSqlDocumentsDbContext CreateDbContext(string[] args) => new(ModuleDbContextRegistration.Options<PostgreSqlDocumentsDbContext>(
        new StorageSettings(StorageProvider.PostgreSql, "Host=127.0.0.1"), DocumentsDbContext.Module));
}
