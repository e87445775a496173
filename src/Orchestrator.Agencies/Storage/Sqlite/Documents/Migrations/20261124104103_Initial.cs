using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orchestrator.Agencies.Storage.Sqlite.Documents.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "agency_document_files",
                columns: table => new
                {
                    place = table.Column<string>(type: "TEXT", nullable: false),
                    agency = table.Column<string>(type: "TEXT", nullable: false),
                    hash = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agency_document_files", x => new { x.place, x.agency });
                });

            migrationBuilder.CreateTable(
                name: "agency_documents",
                columns: table => new
                {
                    agency = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    label = table.Column<int>(type: "INTEGER", nullable: true),
                    hash = table.Column<string>(type: "TEXT", nullable: false),
                    content = table.Column<byte[]>(type: "BLOB", nullable: false),
                    origin = table.Column<string>(type: "TEXT", nullable: false),
                    author = table.Column<string>(type: "TEXT", nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: true),
                    restores = table.Column<int>(type: "INTEGER", nullable: true),
                    stored_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agency_documents", x => new { x.agency, x.version });
                });

            // A case goes on with the document that it was drawn with, and who put which document in force is proof.
            migrationBuilder.Sql("""
                CREATE TRIGGER agency_documents_no_update BEFORE UPDATE ON agency_documents
                BEGIN SELECT RAISE(ABORT, 'Expected versions of documents to be added only, but UPDATE was tried; store a new version instead.'); END;
                CREATE TRIGGER agency_documents_no_delete BEFORE DELETE ON agency_documents
                BEGIN SELECT RAISE(ABORT, 'Expected versions of documents to be added only, but DELETE was tried; store a new version instead.'); END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agency_document_files");

            migrationBuilder.DropTable(
                name: "agency_documents");
        }
    }
}
