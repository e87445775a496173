using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orchestrator.Cases.Storage.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class ErasureHolders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "approved_holder",
                table: "erasures",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "approved_makers",
                table: "erasures",
                type: "text",
                nullable: true);

            // An approval by a name alone was no proof of a person: it has to be given again.
            migrationBuilder.Sql("UPDATE erasures SET approved_by = NULL WHERE state = 'proposed'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "approved_holder",
                table: "erasures");

            migrationBuilder.DropColumn(
                name: "approved_makers",
                table: "erasures");
        }
    }
}
