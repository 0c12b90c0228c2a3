using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class RevocationBatches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "RevocationBatches",
                columns: table => new
                {
                    Key = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Id = table.Column<string>(type: "TEXT", nullable: true),
                    Selection = table.Column<string>(type: "TEXT", nullable: false),
                    Reason = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Total = table.Column<int>(type: "INTEGER", nullable: false),
                    Canary = table.Column<int>(type: "INTEGER", nullable: false),
                    SessionsClosed = table.Column<int>(type: "INTEGER", nullable: false),
                    LeftWithoutCredential = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedByKind = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RevocationBatches", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "RevocationBatchItems",
                columns: table => new
                {
                    BatchKey = table.Column<long>(type: "INTEGER", nullable: false),
                    Position = table.Column<long>(type: "INTEGER", nullable: false),
                    CertificateKey = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Code = table.Column<string>(type: "TEXT", nullable: true),
                    Message = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RevocationBatchItems", x => new { x.BatchKey, x.Position });
                    table.ForeignKey(
                        name: "FK_RevocationBatchItems_Certificates_CertificateKey",
                        column: x => x.CertificateKey,
                        principalTable: "Certificates",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_RevocationBatchItems_RevocationBatches_BatchKey",
                        column: x => x.BatchKey,
                        principalTable: "RevocationBatches",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_RevocationBatches_Id",
                table: "RevocationBatches",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RevocationBatches_State",
                table: "RevocationBatches",
                column: "State",
                filter: "\"State\" < 3");

            migrationBuilder.CreateIndex(
                name: "IX_RevocationBatchItems_BatchKey_State_Position",
                table: "RevocationBatchItems",
                columns: new[] { "BatchKey", "State", "Position" });

            migrationBuilder.CreateIndex(
                name: "IX_RevocationBatchItems_CertificateKey",
                table: "RevocationBatchItems",
                column: "CertificateKey");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RevocationBatchItems");

            migrationBuilder.DropTable(
                name: "RevocationBatches");
        }
    }
}
