using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ActiveCertificatesIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Certificates_AuthorityKey_Status_NotAfter_ThingKey",
                table: "Certificates");

            migrationBuilder.CreateIndex(
                name: "IX_Certificates_AuthorityKey_NotAfter_ThingKey",
                table: "Certificates",
                columns: new[] { "AuthorityKey", "NotAfter", "ThingKey" },
                filter: "\"Status\" = 1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Certificates_AuthorityKey_NotAfter_ThingKey",
                table: "Certificates");

            migrationBuilder.CreateIndex(
                name: "IX_Certificates_AuthorityKey_Status_NotAfter_ThingKey",
                table: "Certificates",
                columns: new[] { "AuthorityKey", "Status", "NotAfter", "ThingKey" });
        }
    }
}
