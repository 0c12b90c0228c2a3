using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CertificatesThatWereNeverUsed : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "NeverConnected",
                table: "Certificates",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "IX_Things_CredentialStatus_CredentialNotAfter_Enabled",
                table: "Things",
                columns: new[] { "CredentialStatus", "CredentialNotAfter", "Enabled" },
                filter: "\"RetiredAt\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Things_CredentialStatus_CredentialNotAfter_Enabled",
                table: "Things");

            migrationBuilder.DropColumn(
                name: "NeverConnected",
                table: "Certificates");
        }
    }
}
