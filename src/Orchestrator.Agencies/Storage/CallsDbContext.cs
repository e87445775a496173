using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Agencies.Storage;

/// <summary>
/// Calls of cases by agency, written in the commit of the journal by <see cref="Parking.CallProjection"/> only.
/// </summary>
internal abstract class CallsDbContext(DbContextOptions options) : ModuleDbContext(options)
{
    public const string Module = "calls";

    public DbSet<WaitingCallRow> WaitingCalls => Set<WaitingCallRow>();

    public DbSet<ParkedCallRow> ParkedCalls => Set<ParkedCallRow>();

    public DbSet<CallTryRow> Tries => Set<CallTryRow>();

    public DbSet<AnsweredCallRow> AnsweredCalls => Set<AnsweredCallRow>();

    protected override void Describe(ModelBuilder model)
    {
        model.Entity<WaitingCallRow>(table =>
        {
            table.ToTable("agency_calls").HasKey(row => new { row.CaseId, row.EffectId });
            table.HasIndex(row => new { row.Agency, row.DueBy, row.RequestedAt });
        });
        model.Entity<CallTryRow>().ToTable("effect_tries", table => table.ExcludeFromMigrations()).HasKey(row => new { row.CaseId, row.EffectId });
        model.Entity<ParkedCallRow>(table =>
        {
            table.ToTable("agency_parked").HasKey(row => new { row.CaseId, row.EffectId });
            table.HasIndex(row => new { row.Agency, row.Since });
        });
        model.Entity<AnsweredCallRow>(table =>
        {
            table.ToTable("agency_answers").HasKey(row => new { row.CaseId, row.EffectId });
            table.HasIndex(row => new { row.Agency, row.AnsweredAt });
        });
    }
}

/// <summary>Owns the migrations for SQLite.</summary>
internal sealed class SqliteCallsDbContext(DbContextOptions options) : CallsDbContext(options);

/// <summary>Owns the migrations for PostgreSQL.</summary>
internal sealed class PostgreSqlCallsDbContext(DbContextOptions options) : CallsDbContext(options);

/// <summary>For <c>dotnet ef migrations add … --context SqliteCallsDbContext -o Storage/Sqlite/Migrations</c>.</summary>
internal sealed class SqliteCallsDesign : IDesignTimeDbContextFactory<SqliteCallsDbContext>
{
    public SqliteCallsDbContext CreateDbContext(string[] args) => new(ModuleDbContextRegistration.Options<SqliteCallsDbContext>(
        new StorageSettings(StorageProvider.Sqlite, StorageSettings.DefaultSqlite), CallsDbContext.Module));
}

/// <summary>For <c>dotnet ef migrations add … --context PostgreSqlCallsDbContext -o Storage/PostgreSql/Migrations</c>.</summary>
internal sealed class PostgreSqlCallsDesign : IDesignTimeDbContextFactory<PostgreSqlCallsDbContext>
{
    public PostgreSqlCallsDbContext CreateDbContext(string[] args) => new(ModuleDbContextRegistration.Options<PostgreSqlCallsDbContext>(
        new StorageSettings(StorageProvider.PostgreSql, "Host=127.0.0.1"), CallsDbContext.Module));
}
