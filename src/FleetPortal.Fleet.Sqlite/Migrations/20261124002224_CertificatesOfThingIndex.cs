using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CertificatesOfThingIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Certificates_ThingKey",
                table: "Certificates");

            migrationBuilder.CreateIndex(
                name: "IX_Certificates_ThingKey_Status_NotAfter",
                table: "Certificates",
                columns: new[] { "ThingKey", "Status", "NotAfter" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Certificates_ThingKey_Status_NotAfter",
                table: "Certificates");

            migrationBuilder.CreateIndex(
                name: "IX_Certificates_ThingKey",
                table: "Certificates",
                column: "ThingKey");
        }
    }
}
