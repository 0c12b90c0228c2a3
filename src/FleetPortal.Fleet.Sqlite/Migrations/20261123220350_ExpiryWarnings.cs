using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ExpiryWarnings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "SpreadDays",
                table: "Waves",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "ValidityDays",
                table: "Rotations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ExpiryMarks",
                columns: table => new
                {
                    Days = table.Column<int>(type: "INTEGER", nullable: false),
                    WarnedUntil = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ExpiryMarks", x => x.Days);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ExpiryMarks");

            migrationBuilder.DropColumn(
                name: "SpreadDays",
                table: "Waves");

            migrationBuilder.DropColumn(
                name: "ValidityDays",
                table: "Rotations");
        }
    }
}
