using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orchestrator.Audit.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Reads : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_read_logs",
                columns: table => new
                {
                    log_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_read_logs", x => x.log_id);
                });

            migrationBuilder.CreateTable(
                name: "audit_reads",
                columns: table => new
                {
                    log_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    case_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    actor = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    payload = table.Column<byte[]>(type: "BLOB", nullable: false),
                    prev_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_reads", x => new { x.log_id, x.sequence });
                });

            migrationBuilder.CreateIndex(
                name: "IX_audit_reads_case_id_at",
                table: "audit_reads",
                columns: new[] { "case_id", "at" });
            foreach (var table in (string[])["audit_reads", "audit_read_logs"])
            {
                migrationBuilder.Sql($"""
                    CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
                    BEGIN SELECT RAISE(ABORT, 'Expected {table} to be appended to only, but an UPDATE was tried; write a new row instead.'); END;
                    CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
                    BEGIN SELECT RAISE(ABORT, 'Expected {table} to be appended to only, but a DELETE was tried; write a new row instead.'); END;
                    """);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_read_logs");

            migrationBuilder.DropTable(
                name: "audit_reads");
        }
    }
}
