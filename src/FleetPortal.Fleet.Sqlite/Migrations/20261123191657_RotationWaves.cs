using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class RotationWaves : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Waves",
                columns: table => new
                {
                    Key = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Id = table.Column<string>(type: "TEXT", nullable: true),
                    Query = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: true),
                    InFlight = table.Column<int>(type: "INTEGER", nullable: false),
                    StopPercent = table.Column<int>(type: "INTEGER", nullable: false),
                    GraceMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    TimeoutMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    FailedBefore = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Waves", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "WaveThings",
                columns: table => new
                {
                    WaveKey = table.Column<long>(type: "INTEGER", nullable: false),
                    Position = table.Column<long>(type: "INTEGER", nullable: false),
                    ThingKey = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    RotationKey = table.Column<long>(type: "INTEGER", nullable: true),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Code = table.Column<string>(type: "TEXT", nullable: true),
                    Message = table.Column<string>(type: "TEXT", nullable: true),
                    ReceivedBefore = table.Column<long>(type: "INTEGER", nullable: false, defaultValue: 0L),
                    LostBefore = table.Column<long>(type: "INTEGER", nullable: false, defaultValue: 0L)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WaveThings", x => new { x.WaveKey, x.Position });
                    table.ForeignKey(
                        name: "FK_WaveThings_Things_ThingKey",
                        column: x => x.ThingKey,
                        principalTable: "Things",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_WaveThings_Waves_WaveKey",
                        column: x => x.WaveKey,
                        principalTable: "Waves",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Waves_Id",
                table: "Waves",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Waves_State",
                table: "Waves",
                column: "State",
                filter: "\"State\" < 3");

            migrationBuilder.CreateIndex(
                name: "IX_WaveThings_ThingKey",
                table: "WaveThings",
                column: "ThingKey",
                unique: true,
                filter: "\"State\" < 2");

            migrationBuilder.CreateIndex(
                name: "IX_WaveThings_WaveKey_State_Position",
                table: "WaveThings",
                columns: new[] { "WaveKey", "State", "Position" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "WaveThings");

            migrationBuilder.DropTable(
                name: "Waves");
        }
    }
}
