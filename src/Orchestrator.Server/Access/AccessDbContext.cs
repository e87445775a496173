using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Server.Access;

/// <summary>Who may come in.</summary>
internal abstract class AccessDbContext(DbContextOptions options) : ModuleDbContext(options)
{
    /// <summary>Name of the module in the migration history.</summary>
    public const string Module = "access";

    /// <summary>All keys ever created; a revoked one stays, so that the journal's actors can be explained.</summary>
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    /// <inheritdoc />
    protected override void Describe(ModelBuilder model) => model.Entity<ApiKey>().ToTable("api_keys").HasKey(key => key.Id);
}

/// <summary>Owns the migrations for SQLite.</summary>
internal sealed class SqliteAccessDbContext(DbContextOptions options) : AccessDbContext(options);

/// <summary>Owns the migrations for PostgreSQL.</summary>
internal sealed class PostgreSqlAccessDbContext(DbContextOptions options) : AccessDbContext(options);

/// <summary>For <c>dotnet ef migrations add … --context SqliteAccessDbContext -o Access/Sqlite/Migrations</c>.</summary>
internal sealed class SqliteAccessDesign : IDesignTimeDbContextFactory<SqliteAccessDbContext>
{
    /// <inheritdoc />
    public SqliteAccessDbContext CreateDbContext(string[] args) => new(ModuleDbContextRegistration.Options<SqliteAccessDbContext>(
        new StorageSettings(StorageProvider.Sqlite, "Data Source=design.db"), AccessDbContext.Module));
}

/// <summary>For <c>dotnet ef migrations add … --context PostgreSqlAccessDbContext -o Access/PostgreSql/Migrations</c>.</summary>
internal sealed class PostgreSqlAccessDesign : IDesignTimeDbContextFactory<PostgreSqlAccessDbContext>
{
    /// <inheritdoc />
    public PostgreSqlAccessDbContext CreateDbContext(string[] args) => new(ModuleDbContextRegistration.Options<PostgreSqlAccessDbContext>(
        new StorageSettings(StorageProvider.PostgreSql, "Host=127.0.0.1"), AccessDbContext.Module));
}
