using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Rotations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Rotations",
                columns: table => new
                {
                    Key = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Id = table.Column<string>(type: "TEXT", nullable: true),
                    ThingKey = table.Column<long>(type: "INTEGER", nullable: false),
                    OldCertificateKey = table.Column<long>(type: "INTEGER", nullable: false),
                    NewCertificateKey = table.Column<long>(type: "INTEGER", nullable: true),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    RequestedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RequestedBy = table.Column<string>(type: "TEXT", nullable: false),
                    IssuedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ProvenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    CommitDueAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    GraceSeconds = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Rotations", x => x.Key);
                    table.ForeignKey(
                        name: "FK_Rotations_Certificates_NewCertificateKey",
                        column: x => x.NewCertificateKey,
                        principalTable: "Certificates",
                        principalColumn: "Key");
                    table.ForeignKey(
                        name: "FK_Rotations_Certificates_OldCertificateKey",
                        column: x => x.OldCertificateKey,
                        principalTable: "Certificates",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Rotations_Things_ThingKey",
                        column: x => x.ThingKey,
                        principalTable: "Things",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Rotations_Id",
                table: "Rotations",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Rotations_NewCertificateKey",
                table: "Rotations",
                column: "NewCertificateKey");

            migrationBuilder.CreateIndex(
                name: "IX_Rotations_OldCertificateKey",
                table: "Rotations",
                column: "OldCertificateKey");

            migrationBuilder.CreateIndex(
                name: "IX_Rotations_Open",
                table: "Rotations",
                column: "ThingKey",
                unique: true,
                filter: "\"State\" < 3");

            migrationBuilder.CreateIndex(
                name: "IX_Rotations_State_CommitDueAt",
                table: "Rotations",
                columns: new[] { "State", "CommitDueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Rotations_ThingKey_Key",
                table: "Rotations",
                columns: new[] { "ThingKey", "Key" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Rotations");
        }
    }
}
