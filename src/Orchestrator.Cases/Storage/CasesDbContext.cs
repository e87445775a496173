using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Cases.Storage;

/// <summary>The module's read models, written by <see cref="Projections.CaseFileProjection"/> only, in the commit of the journal; and erasures with what people decide about them.</summary>
internal abstract class CasesDbContext(DbContextOptions options) : ModuleDbContext(options)
{
    public const string Module = "cases";

    public DbSet<CaseFileRow> CaseFiles => Set<CaseFileRow>();

    public DbSet<CasePartRow> Parts => Set<CasePartRow>();

    public DbSet<CaseWaitRow> Waits => Set<CaseWaitRow>();

    public DbSet<CaseTaskRow> Tasks => Set<CaseTaskRow>();

    public DbSet<TaskClaimRow> Claims => Set<TaskClaimRow>();

    public DbSet<CaseIncidentRow> Incidents => Set<CaseIncidentRow>();

    public DbSet<ErasureRow> Erasures => Set<ErasureRow>();

    protected override void Describe(ModelBuilder model)
    {
        model.Entity<CaseFileRow>(table =>
        {
            table.ToTable("case_files").HasKey(row => row.CaseId);
            table.HasIndex(row => row.Number).IsUnique();
            table.HasIndex(row => row.SecondNumber);
            table.HasIndex(row => new { row.ReceivedAt, row.CaseId });
            table.HasIndex(row => new { row.Status, row.ReceivedAt });
            table.HasIndex(row => new { row.Locality, row.ReceivedAt });
            table.HasIndex(row => row.PromisedBy).HasFilter("finished_at IS NULL");
        });
        model.Entity<CasePartRow>().ToTable("case_parts").HasKey(row => new { row.CaseId, row.Part });
        model.Entity<CaseWaitRow>(table =>
        {
            table.ToTable("case_waits").HasKey(row => new { row.CaseId, row.BookmarkId });
            table.HasIndex(row => new { row.HolderCode, row.CaseId });
        });
        model.Entity<CaseTaskRow>(table =>
        {
            table.ToTable("case_tasks").HasKey(row => new { row.CaseId, row.BookmarkId });
            table.HasIndex(row => new { row.Since, row.CaseId, row.BookmarkId });
        });
        model.Entity<ErasureRow>(table =>
        {
            table.ToTable("erasures").HasKey(row => row.Id);
            table.HasIndex(row => row.CaseId).IsUnique().HasFilter("state IN ('proposed', 'approved')");
            table.HasIndex(row => new { row.State, row.ProposedAt, row.Id });
        });
        model.Entity<TaskClaimRow>().ToTable("task_claims").HasKey(row => new { row.CaseId, row.BookmarkId });
        model.Entity<CaseIncidentRow>(table =>
        {
            table.ToTable("case_incidents").HasKey(row => new { row.CaseId, row.IncidentId });
            table.HasIndex(row => new { row.OpenedAt, row.CaseId, row.IncidentId });
            table.HasIndex(row => new { row.Code, row.OpenedAt }).HasFilter("resolved_at IS NULL");
        });
    }
}

/// <summary>Owns the migrations for SQLite.</summary>
internal sealed class SqliteCasesDbContext(DbContextOptions options) : CasesDbContext(options);

/// <summary>Owns the migrations for PostgreSQL.</summary>
internal sealed class PostgreSqlCasesDbContext(DbContextOptions options) : CasesDbContext(options);

/// <summary>For <c>dotnet ef migrations add … --context SqliteCasesDbContext -o Storage/Sqlite/Migrations</c>.</summary>
internal sealed class SqliteCasesDesign : IDesignTimeDbContextFactory<SqliteCasesDbContext>
{
    public SqliteCasesDbContext CreateDbContext(string[] args) => new(ModuleDbContextRegistration.Options<SqliteCasesDbContext>(
        new StorageSettings(StorageProvider.Sqlite, StorageSettings.DefaultSqlite), CasesDbContext.Module));
}

/// <summary>For <c>dotnet ef migrations add … --context PostgreSqlCasesDbContext -o Storage/PostgreSql/Migrations</c>.</summary>
internal sealed class PostgreSqlCasesDesign : IDesignTimeDbContextFactory<PostgreSqlCasesDbContext>
{
    public PostgreSqlCasesDbContext CreateDbContext(string[] args) => new(ModuleDbContextRegistration.Options<PostgreSqlCasesDbContext>(
        new StorageSettings(StorageProvider.PostgreSql, "Host=127.0.0.1"), CasesDbContext.Module));
}
