using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CompromisedKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "CertificateKey",
                table: "EnrolmentTokens",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "CompromisedKeys",
                columns: table => new
                {
                    KeyHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    MarkedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    MarkedBy = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CompromisedKeys", x => x.KeyHash);
                });

            // Earlier versions stored keyCompromise for one certificate. From now on, all certificates with the same key are refused.
            migrationBuilder.Sql("""
                INSERT INTO CompromisedKeys (KeyHash, MarkedAt, MarkedBy)
                SELECT KeyHash, min(StatusChangedAt), coalesce(min(StatusChangedBy), 'unknown') FROM Certificates WHERE Status = 3 AND RevocationReason = 1 GROUP BY KeyHash
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CompromisedKeys");

            migrationBuilder.DropColumn(
                name: "CertificateKey",
                table: "EnrolmentTokens");
        }
    }
}
