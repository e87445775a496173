using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orchestrator.Cases.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "case_files",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    second_number = table.Column<string>(type: "text", nullable: true),
                    procedure_code = table.Column<string>(type: "text", nullable: false),
                    definition_id = table.Column<string>(type: "text", nullable: false),
                    locality = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    status_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    promised_by = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    is_provisional = table.Column<bool>(type: "boolean", nullable: false),
                    paused_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    run_status = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_files", x => x.case_id);
                });

            migrationBuilder.CreateTable(
                name: "case_incidents",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<string>(type: "text", nullable: true),
                    locality = table.Column<string>(type: "text", nullable: true),
                    code = table.Column<string>(type: "text", nullable: false),
                    message = table.Column<string>(type: "text", nullable: false),
                    detail = table.Column<string>(type: "text", nullable: true),
                    owner = table.Column<string>(type: "text", nullable: false),
                    activity_id = table.Column<string>(type: "text", nullable: true),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    resolution = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_incidents", x => new { x.case_id, x.incident_id });
                });

            migrationBuilder.CreateTable(
                name: "case_parts",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    part = table.Column<string>(type: "text", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_parts", x => new { x.case_id, x.part });
                });

            migrationBuilder.CreateTable(
                name: "case_tasks",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bookmark_id = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    title_vi = table.Column<string>(type: "text", nullable: false),
                    title_en = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: true),
                    agency = table.Column<string>(type: "text", nullable: true),
                    locality = table.Column<string>(type: "text", nullable: true),
                    options = table.Column<string>(type: "text", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_tasks", x => new { x.case_id, x.bookmark_id });
                });

            migrationBuilder.CreateTable(
                name: "case_waits",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bookmark_id = table.Column<string>(type: "text", nullable: false),
                    holder_kind = table.Column<string>(type: "text", nullable: false),
                    holder_code = table.Column<string>(type: "text", nullable: true),
                    reason_vi = table.Column<string>(type: "text", nullable: true),
                    reason_en = table.Column<string>(type: "text", nullable: true),
                    step = table.Column<string>(type: "text", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_paused = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_waits", x => new { x.case_id, x.bookmark_id });
                });

            migrationBuilder.CreateTable(
                name: "task_claims",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bookmark_id = table.Column<string>(type: "text", nullable: false),
                    claimed_by = table.Column<string>(type: "text", nullable: false),
                    claimed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_task_claims", x => new { x.case_id, x.bookmark_id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_case_files_locality_received_at",
                table: "case_files",
                columns: new[] { "locality", "received_at" });

            migrationBuilder.CreateIndex(
                name: "IX_case_files_number",
                table: "case_files",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_case_files_promised_by",
                table: "case_files",
                column: "promised_by",
                filter: "finished_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_case_files_received_at_case_id",
                table: "case_files",
                columns: new[] { "received_at", "case_id" });

            migrationBuilder.CreateIndex(
                name: "IX_case_files_second_number",
                table: "case_files",
                column: "second_number");

            migrationBuilder.CreateIndex(
                name: "IX_case_files_status_received_at",
                table: "case_files",
                columns: new[] { "status", "received_at" });

            migrationBuilder.CreateIndex(
                name: "IX_case_incidents_code_opened_at",
                table: "case_incidents",
                columns: new[] { "code", "opened_at" },
                filter: "resolved_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_case_incidents_opened_at_case_id_incident_id",
                table: "case_incidents",
                columns: new[] { "opened_at", "case_id", "incident_id" });

            migrationBuilder.CreateIndex(
                name: "IX_case_tasks_since_case_id_bookmark_id",
                table: "case_tasks",
                columns: new[] { "since", "case_id", "bookmark_id" });

            migrationBuilder.CreateIndex(
                name: "IX_case_waits_holder_code_case_id",
                table: "case_waits",
                columns: new[] { "holder_code", "case_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "case_files");

            migrationBuilder.DropTable(
                name: "case_incidents");

            migrationBuilder.DropTable(
                name: "case_parts");

            migrationBuilder.DropTable(
                name: "case_tasks");

            migrationBuilder.DropTable(
                name: "case_waits");

            migrationBuilder.DropTable(
                name: "task_claims");
        }
    }
}
