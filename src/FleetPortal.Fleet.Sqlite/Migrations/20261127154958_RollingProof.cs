using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class RollingProof : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "RollingProof",
                table: "Things",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "Proofs",
                columns: table => new
                {
                    ThingKey = table.Column<long>(type: "INTEGER", nullable: false),
                    Chain = table.Column<string>(type: "TEXT", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Proofs", x => x.ThingKey);
                    table.ForeignKey(
                        name: "FK_Proofs_Things_ThingKey",
                        column: x => x.ThingKey,
                        principalTable: "Things",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Proofs");

            migrationBuilder.DropColumn(
                name: "RollingProof",
                table: "Things");
        }
    }
}
