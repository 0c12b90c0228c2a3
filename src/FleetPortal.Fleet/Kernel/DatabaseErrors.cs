using Microsoft.Data.Sqlite;

namespace FleetPortal.Fleet.Kernel;

/// <summary>Translates errors of SQLite to <see cref="FleetError"/>.</summary>
internal static class DatabaseErrors
{
    private const int ConstraintUnique = 2067;
    private const int ConstraintPrimaryKey = 1555;
    private const int ConstraintForeignKey = 787;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>
    /// Returns the <see cref="FleetError"/> for an exception of a write: a violated constraint or an unusable database. Any other exception
    /// is returned unchanged.
    /// </summary>
    public static Exception Translate(Exception e)
    {
        var sqlite = Find(e);
        return sqlite switch
        {
            { SqliteExtendedErrorCode: ConstraintUnique } when sqlite.Message.Contains("Things.Name", StringComparison.Ordinal)
                => new FleetError(FleetErrorKind.Conflict,
                    ThingErrors.NameTaken, "A Thing of that name exists already. Names that differ only by case are the same.", e),
            { SqliteExtendedErrorCode: ConstraintUnique or ConstraintPrimaryKey } when sqlite.Message.Contains("ThingKeys",
                StringComparison.Ordinal)
                => PublicKeyTaken(e),
            { SqliteExtendedErrorCode: ConstraintForeignKey } => PublicKeyTaken(e),
            _ => Unavailable(e) ?? e,
        };
    }

    /// <summary>
    /// Returns the error of a database that does not work: locked, damaged, read-only, a full disk. Null for other exceptions. The inner
    /// exception is that of SQLite.
    /// </summary>
    public static FleetError? Unavailable(Exception e)
    {
        var sqlite = Find(e);
        return sqlite?.SqliteErrorCode switch
        {
            Busy or Locked => Of(StorageErrors.Locked,
                "Another process holds a lock on the database. Nothing was changed; send the request again."),
            InputOutput => Of(StorageErrors.DiskFailed, "The disk reported an error. Nothing was changed."),
            Full => Of(StorageErrors.DiskFull, "The disk is full. Nothing was changed."),
            ReadOnly => Of(StorageErrors.ReadOnly, "The database cannot be written. Nothing was changed."),
            CannotOpen => Of(StorageErrors.Unusable, "The database cannot be opened. Nothing was changed."),
            Corrupt or NotADatabase => Of(StorageErrors.Damaged, "The database is damaged. Nothing was changed. Restore a backup."),
            _ => null,
        };

        FleetError Of(string code, string message) => new(FleetErrorKind.Unavailable, code, message, sqlite);
    }

    private static SqliteException? Find(Exception e) => e as SqliteException ?? e.InnerException as SqliteException;

    /// <summary>Returns the error for a public key that belongs to another Thing already.</summary>
    public static FleetError PublicKeyTaken(Exception? e = null) =>
        new(FleetErrorKind.Conflict,
            CommonErrors.PublicKeyTaken, "Another Thing holds this public key. A key belongs to exactly one Thing: make a new key.", e);
}
