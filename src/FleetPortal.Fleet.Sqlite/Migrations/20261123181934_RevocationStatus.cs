using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class RevocationStatus : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "PredecessorKey",
                table: "Certificates",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Shard",
                table: "Certificates",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "CompleteCrls",
                columns: table => new
                {
                    AuthorityKey = table.Column<long>(type: "INTEGER", nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CompleteCrls", x => x.AuthorityKey);
                    table.ForeignKey(
                        name: "FK_CompleteCrls_Authorities_AuthorityKey",
                        column: x => x.AuthorityKey,
                        principalTable: "Authorities",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "CrlShards",
                columns: table => new
                {
                    AuthorityKey = table.Column<long>(type: "INTEGER", nullable: false),
                    Shard = table.Column<int>(type: "INTEGER", nullable: false),
                    Issued = table.Column<int>(type: "INTEGER", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    PublishedRevision = table.Column<long>(type: "INTEGER", nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    ThisUpdate = table.Column<long>(type: "INTEGER", nullable: true),
                    NextUpdate = table.Column<long>(type: "INTEGER", nullable: true),
                    Der = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CrlShards", x => new { x.AuthorityKey, x.Shard });
                    table.ForeignKey(
                        name: "FK_CrlShards_Authorities_AuthorityKey",
                        column: x => x.AuthorityKey,
                        principalTable: "Authorities",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "EnrolmentTokens",
                columns: table => new
                {
                    Key = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ThingName = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    UsedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EnrolmentTokens", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "StatusTimings",
                columns: table => new
                {
                    Key = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    CertificateKey = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    SessionClosed = table.Column<int>(type: "INTEGER", nullable: true),
                    ReconnectRefused = table.Column<int>(type: "INTEGER", nullable: true),
                    Ocsp = table.Column<int>(type: "INTEGER", nullable: true),
                    Crl = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StatusTimings", x => x.Key);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Certificates_AuthorityKey_Shard",
                table: "Certificates",
                columns: new[] { "AuthorityKey", "Shard" },
                filter: "\"Status\" >= 2");

            migrationBuilder.CreateIndex(
                name: "IX_Certificates_PredecessorKey",
                table: "Certificates",
                column: "PredecessorKey",
                filter: "\"PredecessorKey\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_EnrolmentTokens_Hash",
                table: "EnrolmentTokens",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_EnrolmentTokens_ThingName",
                table: "EnrolmentTokens",
                column: "ThingName");

            migrationBuilder.CreateIndex(
                name: "IX_StatusTimings_CertificateKey",
                table: "StatusTimings",
                column: "CertificateKey");

            // Existing certificates contain no CRL address. They belong to the first CRL part.
            migrationBuilder.Sql("""
                INSERT INTO CrlShards (AuthorityKey, Shard, Issued, Revision, PublishedRevision, Number)
                SELECT AuthorityKey, 0, count(*), 1, 0, 0 FROM Certificates GROUP BY AuthorityKey
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CompleteCrls");

            migrationBuilder.DropTable(
                name: "CrlShards");

            migrationBuilder.DropTable(
                name: "EnrolmentTokens");

            migrationBuilder.DropTable(
                name: "StatusTimings");

            migrationBuilder.DropIndex(
                name: "IX_Certificates_AuthorityKey_Shard",
                table: "Certificates");

            migrationBuilder.DropIndex(
                name: "IX_Certificates_PredecessorKey",
                table: "Certificates");

            migrationBuilder.DropColumn(
                name: "PredecessorKey",
                table: "Certificates");

            migrationBuilder.DropColumn(
                name: "Shard",
                table: "Certificates");
        }
    }
}
