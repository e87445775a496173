using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Orchestrator.Runtime.Storage;

namespace Orchestrator.Attachments.Storage;

/// <summary>Uploads, their contents and the cases they belong to. Links are written in the commit of the journal by <see cref="Links.AttachmentProjection"/> only.</summary>
internal abstract class AttachmentsDbContext(DbContextOptions options) : ModuleDbContext(options)
{
    public const string Module = "attachments";

    public DbSet<AttachmentRow> Attachments => Set<AttachmentRow>();

    public DbSet<ContentRow> Contents => Set<ContentRow>();

    public DbSet<ContentPieceRow> Pieces => Set<ContentPieceRow>();

    public DbSet<AttachmentLinkRow> Links => Set<AttachmentLinkRow>();

    protected override void Describe(ModelBuilder model)
    {
        model.Entity<AttachmentRow>(table =>
        {
            table.ToTable("attachments").HasKey(row => row.Id);
            table.HasIndex(row => new { row.Owner, row.UploadKey }).IsUnique();
            table.HasIndex(row => new { row.Owner, row.UploadedAt });
            table.HasIndex(row => row.Sha256);
            table.HasIndex(row => row.UsedAt);
            table.HasIndex(row => row.UploadedAt).HasFilter("scan = 'not-scanned'").HasDatabaseName("IX_attachments_not_scanned");
        });
        model.Entity<ContentRow>(table =>
        {
            table.ToTable("attachment_contents").HasKey(row => row.Sha256);
            table.HasIndex(row => row.TouchedAt);
        });
        model.Entity<ContentPieceRow>().ToTable("attachment_pieces").HasKey(row => new { row.Sha256, row.Number });
        model.Entity<AttachmentLinkRow>(table =>
        {
            table.ToTable("case_attachments").HasKey(row => new { row.CaseId, row.AttachmentId });
            table.HasIndex(row => row.AttachmentId);
        });
    }
}

/// <summary>Owns the migrations for SQLite.</summary>
internal sealed class SqliteAttachmentsDbContext(DbContextOptions options) : AttachmentsDbContext(options);

/// <summary>Owns the migrations for PostgreSQL.</summary>
internal sealed class PostgreSqlAttachmentsDbContext(DbContextOptions options) : AttachmentsDbContext(options);

/// <summary>For <c>dotnet ef migrations add … --context SqliteAttachmentsDbContext -o Storage/Sqlite/Migrations</c>.</summary>
internal sealed class SqliteAttachmentsDesign : IDesignTimeDbContextFactory<SqliteAttachmentsDbContext>
{
    public SqliteAttachmentsDbContext CreateDbContext(string[] args) => new(ModuleDbContextRegistration.Options<SqliteAttachmentsDbContext>(
        new StorageSettings(StorageProvider.Sqlite, StorageSettings.DefaultSqlite), AttachmentsDbContext.Module));
}

/// <summary>For <c>dotnet ef migrations add … --context PostgreSqlAttachmentsDbContext -o Storage/PostgreSql/Migrations</c>.</summary>
internal sealed class PostgreSqlAttachmentsDesign : IDesignTimeDbContextFactory<PostgreSqlAttachmentsDbContext>
{
    public PostgreSqlAttachmentsDbContext CreateDbContext(string[] args) => new(ModuleDbContextRegistration.Options<PostgreSqlAttachmentsDbContext>(
        new StorageSettings(StorageProvider.PostgreSql, "Host=127.0.0.1"), AttachmentsDbContext.Module));
}
