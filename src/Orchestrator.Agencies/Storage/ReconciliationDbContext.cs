using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Agencies.Storage;

/// <summary>Runs of the reconciliation and what they found, written by <see cref="Reconciliation.ReconciliationBook"/> only.</summary>
internal abstract class ReconciliationDbContext(DbContextOptions options) : ModuleDbContext(options)
{
    public const string Module = "reconciliation";

    public DbSet<ReconciliationRunRow> Runs => Set<ReconciliationRunRow>();

    public DbSet<ReconciliationDifferenceRow> Differences => Set<ReconciliationDifferenceRow>();

    protected override void Describe(ModelBuilder model)
    {
        model.Entity<ReconciliationRunRow>(table =>
        {
            table.ToTable("reconciliation_runs").HasKey(row => row.Id);
            table.HasIndex(row => new { row.Agency, row.Slot }).IsUnique();
            table.HasIndex(row => new { row.Agency, row.StartedAt });
        });
        model.Entity<ReconciliationDifferenceRow>(table =>
        {
            table.ToTable("reconciliation_differences").HasKey(row => new { row.CaseId, row.EffectId, row.Kind });
            table.HasIndex(row => new { row.Agency, row.FoundAt });
        });
    }
}

/// <summary>Owns the migrations for SQLite.</summary>
internal sealed class SqliteReconciliationDbContext(DbContextOptions options) : ReconciliationDbContext(options);

/// <summary>Owns the migrations for PostgreSQL.</summary>
internal sealed class PostgreSqlReconciliationDbContext(DbContextOptions options) : ReconciliationDbContext(options);

/// <summary>For <c>dotnet ef migrations add … --context SqliteReconciliationDbContext -o Storage/Sqlite/Reconciliation/Migrations</c>.</summary>
internal sealed class SqliteReconciliationDesign : IDesignTimeDbContextFactory<SqliteReconciliationDbContext>
{
    public SqliteReconciliationDbContext CreateDbContext(string[] args) => new(ModuleDbContextRegistration.Options<SqliteReconciliationDbContext>(
        new StorageSettings(StorageProvider.Sqlite, StorageSettings.DefaultSqlite), ReconciliationDbContext.Module));
}

/// <summary>For <c>dotnet ef migrations add … --context PostgreSqlReconciliationDbContext -o Storage/PostgreSql/Reconciliation/Migrations</c>.</summary>
internal sealed class PostgreSqlReconciliationDesign : IDesignTimeDbContextFactory<PostgreSqlReconciliationDbContext>
{
    public PostgreSqlReconciliationDbContext CreateDbContext(string[] args) => new(ModuleDbContextRegistration.Options<PostgreSqlReconciliationDbContext>(
        new StorageSettings(StorageProvider.PostgreSql, "Host=127.0.0.1"), ReconciliationDbContext.Module));
}
