using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orchestrator.Agencies.Storage.PostgreSql.Documents.Migrations
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
                    place = table.Column<string>(type: "text", nullable: false),
                    agency = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agency_document_files", x => new { x.place, x.agency });
                });

            migrationBuilder.CreateTable(
                name: "agency_documents",
                columns: table => new
                {
                    agency = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    label = table.Column<int>(type: "integer", nullable: true),
                    hash = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    origin = table.Column<string>(type: "text", nullable: false),
                    author = table.Column<string>(type: "text", nullable: false),
                    note = table.Column<string>(type: "text", nullable: true),
                    restores = table.Column<int>(type: "integer", nullable: true),
                    stored_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agency_documents", x => new { x.agency, x.version });
                });

            // A case goes on with the document that it was drawn with, and who put which document in force is proof.
            migrationBuilder.Sql("""
                CREATE FUNCTION refuse_agency_document_change() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'Expected versions of documents to be added only, but % was tried; store a new version instead.', TG_OP; END $$;
                CREATE TRIGGER agency_documents_append_only BEFORE UPDATE OR DELETE ON agency_documents FOR EACH ROW EXECUTE FUNCTION refuse_agency_document_change();
                CREATE TRIGGER agency_documents_no_truncate BEFORE TRUNCATE ON agency_documents FOR EACH STATEMENT EXECUTE FUNCTION refuse_agency_document_change();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agency_document_files");

            migrationBuilder.DropTable(
                name: "agency_documents");
            migrationBuilder.Sql("DROP FUNCTION refuse_agency_document_change()");
        }
    }
}
