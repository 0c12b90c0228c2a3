using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ChangesOfAuthorities : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "AdoptionDue",
                table: "Authorities",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            // Search again for the pinned certificates of registered authorities that were proven earlier.
            migrationBuilder.Sql("UPDATE \"Authorities\" SET \"AdoptionDue\" = 1 WHERE \"Kind\" = 2 AND \"Status\" <> 1;");

            migrationBuilder.AddColumn<int>(
                name: "Crl",
                table: "Authorities",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ReconnectRefused",
                table: "Authorities",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "SessionClosed",
                table: "Authorities",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "AdoptionDue",
                table: "Authorities");

            migrationBuilder.DropColumn(
                name: "Crl",
                table: "Authorities");

            migrationBuilder.DropColumn(
                name: "ReconnectRefused",
                table: "Authorities");

            migrationBuilder.DropColumn(
                name: "SessionClosed",
                table: "Authorities");
        }
    }
}
