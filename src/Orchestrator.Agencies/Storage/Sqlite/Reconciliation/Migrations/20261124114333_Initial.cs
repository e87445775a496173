using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orchestrator.Agencies.Storage.Sqlite.Reconciliation.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "reconciliation_differences",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    effect_id = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    run_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    agency = table.Column<string>(type: "TEXT", nullable: false),
                    operation = table.Column<string>(type: "TEXT", nullable: false),
                    repair = table.Column<string>(type: "TEXT", nullable: false),
                    text_vi = table.Column<string>(type: "TEXT", nullable: false),
                    text_en = table.Column<string>(type: "TEXT", nullable: false),
                    incident_id = table.Column<string>(type: "TEXT", nullable: true),
                    found_at = table.Column<long>(type: "INTEGER", nullable: false),
                    repaired_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reconciliation_differences", x => new { x.case_id, x.effect_id, x.kind });
                });

            migrationBuilder.CreateTable(
                name: "reconciliation_runs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    agency = table.Column<string>(type: "TEXT", nullable: false),
                    slot = table.Column<string>(type: "TEXT", nullable: false),
                    started_by = table.Column<string>(type: "TEXT", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    reached = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    lease_until = table.Column<long>(type: "INTEGER", nullable: false),
                    is_held_up = table.Column<bool>(type: "INTEGER", nullable: false),
                    asked = table.Column<int>(type: "INTEGER", nullable: false),
                    agreed = table.Column<int>(type: "INTEGER", nullable: false),
                    different = table.Column<int>(type: "INTEGER", nullable: false),
                    unclear = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reconciliation_runs", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_reconciliation_differences_agency_found_at",
                table: "reconciliation_differences",
                columns: new[] { "agency", "found_at" });

            migrationBuilder.CreateIndex(
                name: "IX_reconciliation_runs_agency_slot",
                table: "reconciliation_runs",
                columns: new[] { "agency", "slot" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_reconciliation_runs_agency_started_at",
                table: "reconciliation_runs",
                columns: new[] { "agency", "started_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "reconciliation_differences");

            migrationBuilder.DropTable(
                name: "reconciliation_runs");
        }
    }
}
