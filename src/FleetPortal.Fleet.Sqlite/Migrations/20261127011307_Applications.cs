using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Applications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Things_CredentialStatus_CredentialNotAfter_Enabled",
                table: "Things");

            // ADD COLUMN with a constant default changes no row, so it takes no time with a million Things. EF Core would rebuild the table for
            // the CHECK.
            migrationBuilder.Sql("""ALTER TABLE "Things" ADD COLUMN "Kind" INTEGER NOT NULL DEFAULT 0 CHECK ("Kind" IN (0, 1));""");

            migrationBuilder.CreateTable(
                name: "Applications",
                columns: table => new
                {
                    PrincipalKey = table.Column<long>(type: "INTEGER", nullable: false),
                    Owner = table.Column<string>(type: "TEXT", nullable: false),
                    Note = table.Column<string>(type: "TEXT", nullable: false),
                    Hears = table.Column<string>(type: "TEXT", nullable: false),
                    Publishes = table.Column<string>(type: "TEXT", nullable: false),
                    MaxConnections = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Applications", x => x.PrincipalKey);
                    table.ForeignKey(
                        name: "FK_Applications_Things_PrincipalKey",
                        column: x => x.PrincipalKey,
                        principalTable: "Things",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Things_CredentialStatus_CredentialNotAfter_Enabled",
                table: "Things",
                columns: new[] { "CredentialStatus", "CredentialNotAfter", "Enabled" },
                filter: "\"RetiredAt\" IS NULL AND \"Kind\" = 0");

            migrationBuilder.CreateIndex(
                name: "IX_Things_Kind",
                table: "Things",
                column: "Kind",
                filter: "\"Kind\" = 1");

            // A certificate refers to one principal, and a principal is a Thing or an application for ever.
            migrationBuilder.Sql("""
                CREATE TRIGGER "ThingsKeepTheirKind" BEFORE UPDATE OF "Kind" ON "Things" WHEN new."Kind" <> old."Kind"
                BEGIN SELECT RAISE(ABORT, 'a principal keeps its kind'); END;
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER "ApplicationsHaveTheirPrincipal" BEFORE INSERT ON "Applications"
                WHEN (SELECT "Kind" FROM "Things" WHERE "Key" = new."PrincipalKey") IS NOT 1
                BEGIN SELECT RAISE(ABORT, 'the principal is not an application'); END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER \"ThingsKeepTheirKind\"; DROP TRIGGER \"ApplicationsHaveTheirPrincipal\";");
            migrationBuilder.DropTable(
                name: "Applications");

            migrationBuilder.DropIndex(
                name: "IX_Things_CredentialStatus_CredentialNotAfter_Enabled",
                table: "Things");

            migrationBuilder.DropIndex(
                name: "IX_Things_Kind",
                table: "Things");

            migrationBuilder.DropColumn(
                name: "Kind",
                table: "Things");

            migrationBuilder.CreateIndex(
                name: "IX_Things_CredentialStatus_CredentialNotAfter_Enabled",
                table: "Things",
                columns: new[] { "CredentialStatus", "CredentialNotAfter", "Enabled" },
                filter: "\"RetiredAt\" IS NULL");
        }
    }
}
