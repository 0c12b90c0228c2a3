using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Data;

/// <summary>What the database itself refuses, in the portal's words.</summary>
internal static class DatabaseErrors
{
    private const int ConstraintUnique = 2067;
    private const int ConstraintPrimaryKey = 1555;
    private const int ConstraintForeignKey = 787;
    private const int InputOutput = 10;
    private const int Full = 13;

    public static Exception Translate(Exception e)
    {
        var sqlite = e as SqliteException ?? (e as DbUpdateException)?.InnerException as SqliteException;
        return sqlite switch
        {
            { SqliteExtendedErrorCode: ConstraintUnique } when sqlite.Message.Contains("Things.Name", StringComparison.Ordinal)
                => new FleetError(FleetErrorKind.Conflict, "thing-name-taken", "A Thing of that name exists already. Names that differ only by case are the same.", e),
            { SqliteExtendedErrorCode: ConstraintUnique or ConstraintPrimaryKey } when sqlite.Message.Contains("ThingKeys", StringComparison.Ordinal)
                => PublicKeyTaken(e),
            { SqliteExtendedErrorCode: ConstraintForeignKey } => PublicKeyTaken(e),
            { SqliteErrorCode: InputOutput } => new FleetError(FleetErrorKind.Unavailable, "disk-failed", "The disk did not take what was to be written. Nothing was changed.", e),
            { SqliteErrorCode: Full } => new FleetError(FleetErrorKind.Unavailable, "disk-full", "The disk is full. Nothing was changed.", e),
            _ => e,
        };
    }

    /// <summary>One key, one Thing.</summary>
    public static FleetError PublicKeyTaken(Exception? e = null) =>
        new(FleetErrorKind.Conflict, "public-key-taken", "Another Thing holds this public key. A key belongs to exactly one Thing: make a new one.", e);
}
