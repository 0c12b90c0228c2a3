using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FleetPortal.Fleet.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class MqttSessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "MqttDeliveries",
                columns: table => new
                {
                    ClientId = table.Column<string>(type: "TEXT", nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    MessageKey = table.Column<long>(type: "INTEGER", nullable: false),
                    PacketId = table.Column<int>(type: "INTEGER", nullable: false),
                    QualityOfService = table.Column<int>(type: "INTEGER", nullable: false),
                    Retain = table.Column<bool>(type: "INTEGER", nullable: false),
                    Released = table.Column<bool>(type: "INTEGER", nullable: false),
                    Identifiers = table.Column<string>(type: "TEXT", nullable: true),
                    ShareGroup = table.Column<string>(type: "TEXT", nullable: true),
                    QueuedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MqttDeliveries", x => new { x.ClientId, x.Sequence });
                });

            migrationBuilder.CreateTable(
                name: "MqttMessages",
                columns: table => new
                {
                    Key = table.Column<long>(type: "INTEGER", nullable: false),
                    Topic = table.Column<string>(type: "TEXT", nullable: false),
                    Payload = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Properties = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Origin = table.Column<byte[]>(type: "BLOB", nullable: false),
                    QualityOfService = table.Column<int>(type: "INTEGER", nullable: false),
                    Publisher = table.Column<string>(type: "TEXT", nullable: true),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MqttMessages", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "MqttReceived",
                columns: table => new
                {
                    ClientId = table.Column<string>(type: "TEXT", nullable: false),
                    PacketId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MqttReceived", x => new { x.ClientId, x.PacketId });
                });

            migrationBuilder.CreateTable(
                name: "MqttSessions",
                columns: table => new
                {
                    ClientId = table.Column<string>(type: "TEXT", nullable: false),
                    ExpiresAfter = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MqttSessions", x => x.ClientId);
                });

            migrationBuilder.CreateTable(
                name: "MqttSubscriptions",
                columns: table => new
                {
                    ClientId = table.Column<string>(type: "TEXT", nullable: false),
                    Filter = table.Column<string>(type: "TEXT", nullable: false),
                    Options = table.Column<int>(type: "INTEGER", nullable: false),
                    Identifier = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MqttSubscriptions", x => new { x.ClientId, x.Filter });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "MqttDeliveries");

            migrationBuilder.DropTable(
                name: "MqttMessages");

            migrationBuilder.DropTable(
                name: "MqttReceived");

            migrationBuilder.DropTable(
                name: "MqttSessions");

            migrationBuilder.DropTable(
                name: "MqttSubscriptions");
        }
    }
}
