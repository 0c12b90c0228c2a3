using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class HoldsOfContainmentAndCountsOfWaves : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "CountedIn",
                table: "WaveThings",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Lost",
                table: "WaveThings",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Received",
                table: "WaveThings",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "HeldWithThing",
                table: "Certificates",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            // In earlier versions, the release of a Thing released all its certificates on hold. Keep this for the existing ones.
            migrationBuilder.Sql("UPDATE Certificates SET HeldWithThing = 1 WHERE Status = 2");

            migrationBuilder.CreateIndex(
                name: "IX_WaveThings_DoneAt",
                table: "WaveThings",
                column: "DoneAt",
                filter: "\"Received\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WaveThings_RotationKey",
                table: "WaveThings",
                column: "RotationKey");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_WaveThings_DoneAt",
                table: "WaveThings");

            migrationBuilder.DropIndex(
                name: "IX_WaveThings_RotationKey",
                table: "WaveThings");

            migrationBuilder.DropColumn(
                name: "CountedIn",
                table: "WaveThings");

            migrationBuilder.DropColumn(
                name: "Lost",
                table: "WaveThings");

            migrationBuilder.DropColumn(
                name: "Received",
                table: "WaveThings");

            migrationBuilder.DropColumn(
                name: "HeldWithThing",
                table: "Certificates");
        }
    }
}
