using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class LoweredCredentials : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "CredentialLowered",
                table: "Things",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "IX_Things_CredentialLowered",
                table: "Things",
                column: "CredentialLowered",
                filter: "\"CredentialLowered\"");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Things_CredentialLowered",
                table: "Things");

            migrationBuilder.DropColumn(
                name: "CredentialLowered",
                table: "Things");
        }
    }
}
