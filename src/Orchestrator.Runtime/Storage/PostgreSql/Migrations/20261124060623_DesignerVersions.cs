using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orchestrator.Runtime.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class DesignerVersions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "author",
                table: "definition_versions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "change_note",
                table: "definition_versions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "deleted_at",
                table: "definition_versions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "description",
                table: "definition_versions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_frozen",
                table: "definition_versions",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_in_file",
                table: "definition_versions",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<string>(
                name: "legal_basis",
                table: "definition_versions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "name",
                table: "definition_versions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "published_at",
                table: "definition_versions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "revision",
                table: "definition_versions",
                type: "bigint",
                nullable: false,
                defaultValue: 1L);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "saved_at",
                table: "definition_versions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "saved_by",
                table: "definition_versions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "saved_in",
                table: "definition_versions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "valid_from",
                table: "definition_versions",
                type: "timestamp with time zone",
                nullable: true);

            // Until now every version was read from a file and published at once.
            migrationBuilder.Sql(
                """
                UPDATE definition_versions SET name = convert_from(json, 'UTF8')::jsonb ->> 'name', description = convert_from(json, 'UTF8')::jsonb ->> 'description', saved_by = source, author = source,
                    change_note = 'Read from ' || source || '.', published_at = imported_at
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "author",
                table: "definition_versions");

            migrationBuilder.DropColumn(
                name: "change_note",
                table: "definition_versions");

            migrationBuilder.DropColumn(
                name: "deleted_at",
                table: "definition_versions");

            migrationBuilder.DropColumn(
                name: "description",
                table: "definition_versions");

            migrationBuilder.DropColumn(
                name: "is_frozen",
                table: "definition_versions");

            migrationBuilder.DropColumn(
                name: "is_in_file",
                table: "definition_versions");

            migrationBuilder.DropColumn(
                name: "legal_basis",
                table: "definition_versions");

            migrationBuilder.DropColumn(
                name: "name",
                table: "definition_versions");

            migrationBuilder.DropColumn(
                name: "published_at",
                table: "definition_versions");

            migrationBuilder.DropColumn(
                name: "revision",
                table: "definition_versions");

            migrationBuilder.DropColumn(
                name: "saved_at",
                table: "definition_versions");

            migrationBuilder.DropColumn(
                name: "saved_by",
                table: "definition_versions");

            migrationBuilder.DropColumn(
                name: "saved_in",
                table: "definition_versions");

            migrationBuilder.DropColumn(
                name: "valid_from",
                table: "definition_versions");
        }
    }
}
