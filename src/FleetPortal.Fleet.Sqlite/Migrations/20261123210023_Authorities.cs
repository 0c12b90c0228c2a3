using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Authorities : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "CreatedAt",
                table: "Authorities",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "IsDefault",
                table: "Authorities",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "KeyName",
                table: "Authorities",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "KeyStore",
                table: "Authorities",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Kind",
                table: "Authorities",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "ProofCode",
                table: "Authorities",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Status",
                table: "Authorities",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "StatusChangedAt",
                table: "Authorities",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "StatusChangedBy",
                table: "Authorities",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SuccessorKey",
                table: "Authorities",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Version",
                table: "Authorities",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            // Earlier versions had a root and one issuing authority below it. Each key file has the name of its authority.
            migrationBuilder.Sql("""
                UPDATE Authorities SET KeyName = replace(KeyFile, '.key', ''), KeyStore = 0, Version = 1,
                    Kind = CASE WHEN ParentKey IS NULL THEN 0 ELSE 1 END, IsDefault = ParentKey IS NOT NULL,
                    CreatedAt = coalesce((SELECT min(At) FROM Audit), 0), StatusChangedAt = coalesce((SELECT min(At) FROM Audit), 0);
                """);

            migrationBuilder.DropForeignKey(
                name: "FK_Certificates_Authorities_AuthorityKey",
                table: "Certificates");

            migrationBuilder.DropColumn(
                name: "KeyFile",
                table: "Authorities");

            migrationBuilder.AlterColumn<long>(
                name: "AuthorityKey",
                table: "Certificates",
                type: "INTEGER",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "INTEGER");

            migrationBuilder.CreateTable(
                name: "RegistrationCodes",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    UsedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RegistrationCodes", x => x.Code);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Certificates_AuthorityKey_Status_NotAfter_ThingKey",
                table: "Certificates",
                columns: new[] { "AuthorityKey", "Status", "NotAfter", "ThingKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Authorities_IsDefault",
                table: "Authorities",
                column: "IsDefault",
                unique: true,
                filter: "\"IsDefault\"");

            migrationBuilder.CreateIndex(
                name: "IX_Authorities_SuccessorKey",
                table: "Authorities",
                column: "SuccessorKey");

            migrationBuilder.AddForeignKey(
                name: "FK_Authorities_Authorities_SuccessorKey",
                table: "Authorities",
                column: "SuccessorKey",
                principalTable: "Authorities",
                principalColumn: "Key");

            migrationBuilder.AddForeignKey(
                name: "FK_Certificates_Authorities_AuthorityKey",
                table: "Certificates",
                column: "AuthorityKey",
                principalTable: "Authorities",
                principalColumn: "Key");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Authorities_Authorities_SuccessorKey",
                table: "Authorities");

            migrationBuilder.DropForeignKey(
                name: "FK_Certificates_Authorities_AuthorityKey",
                table: "Certificates");

            migrationBuilder.DropTable(
                name: "RegistrationCodes");

            migrationBuilder.DropIndex(
                name: "IX_Certificates_AuthorityKey_Status_NotAfter_ThingKey",
                table: "Certificates");

            migrationBuilder.DropIndex(
                name: "IX_Authorities_IsDefault",
                table: "Authorities");

            migrationBuilder.DropIndex(
                name: "IX_Authorities_SuccessorKey",
                table: "Authorities");

            migrationBuilder.DropColumn(
                name: "CreatedAt",
                table: "Authorities");

            migrationBuilder.DropColumn(
                name: "IsDefault",
                table: "Authorities");

            migrationBuilder.DropColumn(
                name: "KeyName",
                table: "Authorities");

            migrationBuilder.DropColumn(
                name: "KeyStore",
                table: "Authorities");

            migrationBuilder.DropColumn(
                name: "Kind",
                table: "Authorities");

            migrationBuilder.DropColumn(
                name: "ProofCode",
                table: "Authorities");

            migrationBuilder.DropColumn(
                name: "Status",
                table: "Authorities");

            migrationBuilder.DropColumn(
                name: "StatusChangedAt",
                table: "Authorities");

            migrationBuilder.DropColumn(
                name: "StatusChangedBy",
                table: "Authorities");

            migrationBuilder.DropColumn(
                name: "SuccessorKey",
                table: "Authorities");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Authorities");

            migrationBuilder.AlterColumn<long>(
                name: "AuthorityKey",
                table: "Certificates",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "INTEGER",
                oldNullable: true);

            migrationBuilder.AddColumn<string>(
                name: "KeyFile",
                table: "Authorities",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddForeignKey(
                name: "FK_Certificates_Authorities_AuthorityKey",
                table: "Certificates",
                column: "AuthorityKey",
                principalTable: "Authorities",
                principalColumn: "Key",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
