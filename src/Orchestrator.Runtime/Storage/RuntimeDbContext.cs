using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Orchestrator.Runtime.Storage.Tables;

namespace Orchestrator.Runtime.Storage;

/// <summary>The runtime's own tables. Only migrations and queries go through it; the hot path speaks SQL.</summary>
internal abstract class RuntimeDbContext(DbContextOptions options) : ModuleDbContext(options)
{
    public const string Module = "runtime";

    public DbSet<CaseRow> Cases => Set<CaseRow>();

    public DbSet<BookmarkRow> Bookmarks => Set<BookmarkRow>();

    public DbSet<EffectRow> Effects => Set<EffectRow>();

    public DbSet<EffectTryRow> EffectTries => Set<EffectTryRow>();

    public DbSet<IncidentRow> Incidents => Set<IncidentRow>();

    public DbSet<DefinitionVersionRow> DefinitionVersions => Set<DefinitionVersionRow>();

    protected override void Describe(ModelBuilder model)
    {
        model.Entity<JournalRow>().ToTable("journal").HasKey(row => new { row.CaseId, row.Seq });
        model.Entity<CaseRow>(table =>
        {
            table.ToTable("cases").HasKey(row => row.CaseId);
            table.HasIndex(row => row.CorrelationId);
            table.HasIndex(row => new { row.DefinitionId, row.Status, row.CreatedAt });
            table.HasIndex(row => row.CreatedAt);
            table.HasIndex(row => row.HasWork).HasFilter(Database.ProviderName!.EndsWith("Sqlite", StringComparison.Ordinal) ? "has_work = 1" : "has_work");
        });
        model.Entity<BookmarkRow>(table =>
        {
            table.ToTable("bookmarks").HasKey(row => new { row.CaseId, row.BookmarkId });
            table.HasIndex(row => new { row.Kind, row.Name });
            table.HasIndex(row => row.DueAt).HasFilter("due_at IS NOT NULL");
        });
        model.Entity<EffectRow>(table =>
        {
            table.ToTable("effects").HasKey(row => new { row.CaseId, row.EffectId });
            table.HasIndex(row => new { row.Kind, row.Priority, row.RequestedAt });
            table.HasIndex(row => row.IdempotencyKey).IsUnique();
        });
        model.Entity<EffectTryRow>().ToTable("effect_tries").HasKey(row => new { row.CaseId, row.EffectId });
        model.Entity<DeliveryRow>().ToTable("deliveries").HasKey(row => new { row.CaseId, row.IdempotencyKey });
        model.Entity<IncidentRow>(table =>
        {
            table.ToTable("incidents").HasKey(row => new { row.CaseId, row.IncidentId });
            table.HasIndex(row => new { row.OpenedAt, row.CaseId, row.IncidentId });
            table.HasIndex(row => new { row.Code, row.ResolvedAt });
        });
        model.Entity<StartKeyRow>().ToTable("start_keys").HasKey(row => new { row.Scope, row.Key });
        model.Entity<CounterRow>().ToTable("counters").HasKey(row => row.Name);
        model.Entity<ShardRow>(table =>
        {
            table.ToTable("shards").HasKey(row => row.Shard);
            table.Property(row => row.Shard).ValueGeneratedNever();
        });
        model.Entity<CaseKeyRow>().ToTable("case_keys").HasKey(row => row.CaseId);
        model.Entity<SnapshotRow>().ToTable("snapshots").HasKey(row => row.CaseId);
        model.Entity<DefinitionVersionRow>(table =>
        {
            table.ToTable("definition_versions").HasKey(row => row.VersionId);
            table.HasIndex(row => new { row.DefinitionId, row.Version }).IsUnique();
        });
    }
}

/// <summary>Owns the migrations for SQLite.</summary>
internal sealed class SqliteRuntimeDbContext(DbContextOptions options) : RuntimeDbContext(options);

/// <summary>Owns the migrations for PostgreSQL.</summary>
internal sealed class PostgreSqlRuntimeDbContext(DbContextOptions options) : RuntimeDbContext(options);

/// <summary>For <c>dotnet ef migrations add … --context SqliteRuntimeDbContext -o Storage/Sqlite/Migrations</c>.</summary>
internal sealed class SqliteRuntimeDesign : IDesignTimeDbContextFactory<SqliteRuntimeDbContext>
{
    public SqliteRuntimeDbContext CreateDbContext(string[] args) => new(ModuleDbContextRegistration.Options<SqliteRuntimeDbContext>(
        new StorageSettings(StorageProvider.Sqlite, StorageSettings.DefaultSqlite), RuntimeDbContext.Module));
}

/// <summary>For <c>dotnet ef migrations add … --context PostgreSqlRuntimeDbContext -o Storage/PostgreSql/Migrations</c>.</summary>
internal sealed class PostgreSqlRuntimeDesign : IDesignTimeDbContextFactory<PostgreSqlRuntimeDbContext>
{
    public PostgreSqlRuntimeDbContext CreateDbContext(string[] args) => new(ModuleDbContextRegistration.Options<PostgreSqlRuntimeDbContext>(
        new StorageSettings(StorageProvider.PostgreSql, "Host=127.0.0.1"), RuntimeDbContext.Module));
}
