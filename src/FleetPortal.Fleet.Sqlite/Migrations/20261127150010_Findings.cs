using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Findings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Findings",
                columns: table => new
                {
                    Key = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: false),
                    Severity = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Principal = table.Column<string>(type: "TEXT", nullable: true),
                    Score = table.Column<int>(type: "INTEGER", nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false),
                    FirstSeenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastSeenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    StateChangedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    AcceptedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Assignee = table.Column<string>(type: "TEXT", nullable: true),
                    Evidence = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Findings", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "FindingCertificates",
                columns: table => new
                {
                    FindingKey = table.Column<long>(type: "INTEGER", nullable: false),
                    CertificateId = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FindingCertificates", x => new { x.CertificateId, x.FindingKey });
                    table.ForeignKey(
                        name: "FK_FindingCertificates_Findings_FindingKey",
                        column: x => x.FindingKey,
                        principalTable: "Findings",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "FindingEntries",
                columns: table => new
                {
                    Key = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    FindingKey = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Actor = table.Column<string>(type: "TEXT", nullable: true),
                    Text = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FindingEntries", x => x.Key);
                    table.ForeignKey(
                        name: "FK_FindingEntries_Findings_FindingKey",
                        column: x => x.FindingKey,
                        principalTable: "Findings",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_FindingCertificates_FindingKey",
                table: "FindingCertificates",
                column: "FindingKey");

            migrationBuilder.CreateIndex(
                name: "IX_FindingEntries_FindingKey_Key",
                table: "FindingEntries",
                columns: new[] { "FindingKey", "Key" });

            migrationBuilder.CreateIndex(
                name: "IX_Findings_Kind_Subject",
                table: "Findings",
                columns: new[] { "Kind", "Subject" },
                unique: true,
                filter: "\"State\" <= 1");

            migrationBuilder.CreateIndex(
                name: "IX_Findings_LastSeenAt",
                table: "Findings",
                column: "LastSeenAt");

            migrationBuilder.CreateIndex(
                name: "IX_Findings_Newest",
                table: "Findings",
                columns: new[] { "Kind", "Subject", "Key" });

            migrationBuilder.CreateIndex(
                name: "IX_Findings_Principal_State",
                table: "Findings",
                columns: new[] { "Principal", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Findings_State_Severity_LastSeenAt",
                table: "Findings",
                columns: new[] { "State", "Severity", "LastSeenAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FindingCertificates");

            migrationBuilder.DropTable(
                name: "FindingEntries");

            migrationBuilder.DropTable(
                name: "Findings");
        }
    }
}
