using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Audit.Storage;

/// <summary>The module's tables. Rows are only ever added; the database itself refuses anything else.</summary>
internal abstract class AuditDbContext(DbContextOptions options) : ModuleDbContext(options)
{
    public const string Module = "audit";

    public DbSet<CheckpointRow> Checkpoints => Set<CheckpointRow>();

    public DbSet<LeafRow> Leaves => Set<LeafRow>();

    public DbSet<NodeRow> Nodes => Set<NodeRow>();

    public DbSet<KeyRow> Keys => Set<KeyRow>();

    public DbSet<ReadLogRow> ReadLogs => Set<ReadLogRow>();

    public DbSet<ReadRow> Reads => Set<ReadRow>();

    protected override void Describe(ModelBuilder model)
    {
        model.Entity<CheckpointRow>().ToTable("audit_checkpoints").HasKey(row => row.Number);
        model.Entity<CheckpointRow>().Property(row => row.Number).ValueGeneratedNever();
        model.Entity<LeafRow>(table =>
        {
            table.ToTable("audit_leaves").HasKey(row => row.Index);
            table.Property(row => row.Index).ValueGeneratedNever();
            table.HasIndex(row => new { row.CaseId, row.Entries });
        });
        model.Entity<NodeRow>().ToTable("audit_nodes").HasKey(row => new { row.Level, row.Index });
        model.Entity<KeyRow>().ToTable("audit_keys").HasKey(row => row.Id);
        model.Entity<ReadLogRow>().ToTable("audit_read_logs").HasKey(row => row.LogId);
        model.Entity<ReadRow>(table =>
        {
            table.ToTable("audit_reads").HasKey(row => new { row.LogId, row.Sequence });
            table.Property(row => row.Sequence).ValueGeneratedNever();
            table.HasIndex(row => new { row.CaseId, row.At });
        });
    }
}

/// <summary>Owns the migrations for SQLite.</summary>
internal sealed class SqliteAuditDbContext(DbContextOptions options) : AuditDbContext(options);

/// <summary>Owns the migrations for PostgreSQL.</summary>
internal sealed class PostgreSqlAuditDbContext(DbContextOptions options) : AuditDbContext(options);

/// <summary>For <c>dotnet ef migrations add … --context SqliteAuditDbContext -o Storage/Sqlite/Migrations</c>.</summary>
internal sealed class SqliteAuditDesign : IDesignTimeDbContextFactory<SqliteAuditDbContext>
{
    public SqliteAuditDbContext CreateDbContext(string[] args) => new(ModuleDbContextRegistration.Options<SqliteAuditDbContext>(
        new StorageSettings(StorageProvider.Sqlite, StorageSettings.DefaultSqlite), AuditDbContext.Module));
}

/// <summary>For <c>dotnet ef migrations add … --context PostgreSqlAuditDbContext -o Storage/PostgreSql/Migrations</c>.</summary>
internal sealed class PostgreSqlAuditDesign : IDesignTimeDbContextFactory<PostgreSqlAuditDbContext>
{
    public PostgreSqlAuditDbContext CreateDbContext(string[] args) => new(ModuleDbContextRegistration.Options<PostgreSqlAuditDbContext>(
        new StorageSettings(StorageProvider.PostgreSql, "Host=127.0.0.1"), AuditDbContext.Module));
}
