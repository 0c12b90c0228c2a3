using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class HonestAnswers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Existing keys belong to names, not to tokens, and rows without an answer do not say what was done. Delete them.
            migrationBuilder.Sql("DELETE FROM Requests");

            migrationBuilder.AddColumn<int>(
                name: "Role",
                table: "Requests",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "AheadUntil",
                table: "CrlShards",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "AheadUntil",
                table: "CompleteCrls",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "NextUpdate",
                table: "CompleteCrls",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ThisUpdate",
                table: "CompleteCrls",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "RequestEffects",
                columns: table => new
                {
                    Owner = table.Column<string>(type: "TEXT", nullable: false),
                    Key = table.Column<string>(type: "TEXT", nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RequestEffects", x => new { x.Owner, x.Key, x.Sequence });
                    table.ForeignKey(
                        name: "FK_RequestEffects_Requests_Owner_Key",
                        columns: x => new { x.Owner, x.Key },
                        principalTable: "Requests",
                        principalColumns: new[] { "Owner", "Key" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RestoredRevocations",
                columns: table => new
                {
                    AuthorityKey = table.Column<long>(type: "INTEGER", nullable: false),
                    SerialNumber = table.Column<string>(type: "TEXT", nullable: false),
                    RevokedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Reason = table.Column<int>(type: "INTEGER", nullable: false),
                    OnHold = table.Column<bool>(type: "INTEGER", nullable: false),
                    Shard = table.Column<int>(type: "INTEGER", nullable: true),
                    RestoredAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RestoredRevocations", x => new { x.AuthorityKey, x.SerialNumber });
                    table.ForeignKey(
                        name: "FK_RestoredRevocations_Authorities_AuthorityKey",
                        column: x => x.AuthorityKey,
                        principalTable: "Authorities",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SelfChecks",
                columns: table => new
                {
                    Key = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SelfChecks", x => x.Key);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RequestEffects");

            migrationBuilder.DropTable(
                name: "RestoredRevocations");

            migrationBuilder.DropTable(
                name: "SelfChecks");

            migrationBuilder.DropColumn(
                name: "Role",
                table: "Requests");

            migrationBuilder.DropColumn(
                name: "AheadUntil",
                table: "CrlShards");

            migrationBuilder.DropColumn(
                name: "AheadUntil",
                table: "CompleteCrls");

            migrationBuilder.DropColumn(
                name: "NextUpdate",
                table: "CompleteCrls");

            migrationBuilder.DropColumn(
                name: "ThisUpdate",
                table: "CompleteCrls");
        }
    }
}
