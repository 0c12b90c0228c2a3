using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CountedAttempts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Attempts_Allowed_Key",
                table: "Attempts");

            migrationBuilder.DropIndex(
                name: "IX_Attempts_ThingName_Key",
                table: "Attempts");

            migrationBuilder.AddColumn<long>(
                name: "Count",
                table: "Attempts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "FirstAt",
                table: "Attempts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "Known",
                table: "Attempts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            // Each existing row is one attempt. It belongs to a Thing if it has a ThingName.
            migrationBuilder.Sql("UPDATE Attempts SET Count = 1, FirstAt = At, Known = ThingName IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Attempts_Allowed_At",
                table: "Attempts",
                columns: new[] { "Allowed", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Attempts_At",
                table: "Attempts",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_Attempts_ClientId_At",
                table: "Attempts",
                columns: new[] { "ClientId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Attempts_Known_At",
                table: "Attempts",
                columns: new[] { "Known", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Attempts_ThingName_At",
                table: "Attempts",
                columns: new[] { "ThingName", "At" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Attempts_Allowed_At",
                table: "Attempts");

            migrationBuilder.DropIndex(
                name: "IX_Attempts_At",
                table: "Attempts");

            migrationBuilder.DropIndex(
                name: "IX_Attempts_ClientId_At",
                table: "Attempts");

            migrationBuilder.DropIndex(
                name: "IX_Attempts_Known_At",
                table: "Attempts");

            migrationBuilder.DropIndex(
                name: "IX_Attempts_ThingName_At",
                table: "Attempts");

            migrationBuilder.DropColumn(
                name: "Count",
                table: "Attempts");

            migrationBuilder.DropColumn(
                name: "FirstAt",
                table: "Attempts");

            migrationBuilder.DropColumn(
                name: "Known",
                table: "Attempts");

            migrationBuilder.CreateIndex(
                name: "IX_Attempts_Allowed_Key",
                table: "Attempts",
                columns: new[] { "Allowed", "Key" });

            migrationBuilder.CreateIndex(
                name: "IX_Attempts_ThingName_Key",
                table: "Attempts",
                columns: new[] { "ThingName", "Key" });
        }
    }
}
