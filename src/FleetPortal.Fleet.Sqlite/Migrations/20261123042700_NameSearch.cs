using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FleetPortal.Fleet.Sqlite.Migrations;

/// <summary>Finds any three letters inside a ThingName: an FTS5 trigram index over the names, kept by triggers.</summary>
[DbContext(typeof(FleetDbContext))]
[Migration("20261123042700_NameSearch")]
public sealed class NameSearch : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("CREATE VIRTUAL TABLE ThingNames USING fts5(Name, content='Things', content_rowid='Key', tokenize='trigram');");
        migrationBuilder.Sql("CREATE TRIGGER ThingNamesInsert AFTER INSERT ON Things BEGIN INSERT INTO ThingNames(rowid, Name) VALUES (new.Key, new.Name); END;");
        migrationBuilder.Sql("CREATE TRIGGER ThingNamesDelete AFTER DELETE ON Things BEGIN INSERT INTO ThingNames(ThingNames, rowid, Name) VALUES ('delete', old.Key, old.Name); END;");
        migrationBuilder.Sql("CREATE TRIGGER ThingNamesUpdate AFTER UPDATE OF Name ON Things BEGIN INSERT INTO ThingNames(ThingNames, rowid, Name) VALUES ('delete', old.Key, old.Name); INSERT INTO ThingNames(rowid, Name) VALUES (new.Key, new.Name); END;");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("DROP TRIGGER ThingNamesInsert; DROP TRIGGER ThingNamesDelete; DROP TRIGGER ThingNamesUpdate; DROP TABLE ThingNames;");
    }
}
