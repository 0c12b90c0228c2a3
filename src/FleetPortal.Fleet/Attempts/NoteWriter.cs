using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Attempts;

/// <summary>
/// Writes what happens at every connection with prepared statements. A fleet that reconnects after an outage causes hundreds of rows a
/// second.
/// </summary>
internal static class NoteWriter
{
    private const string InsertAttempt = """
        INSERT INTO Attempts (At, FirstAt, Count, Known, ClientId, RemoteAddress, Protocol, ThingName, CertificateId, Allowed, Code, DecidedInMicroseconds, Checks)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING "Key"
        """;

    private const string UpdateAttempt = """
        UPDATE Attempts SET At = $1, Count = Count + $2, RemoteAddress = $3, Protocol = $4, CertificateId = $5, Code = $6, DecidedInMicroseconds = $7, Checks = $8
        WHERE "Key" = $9
        """;

    // Deletes the first row beyond the share, and all older ones.
    private const string PruneAttempts = """
        DELETE FROM Attempts WHERE Known = $1 AND At <= (SELECT At FROM Attempts WHERE Known = $1 ORDER BY At DESC LIMIT 1 OFFSET $2)
        """;

    private const string UpdatePresence = "UPDATE Things SET Connected = $1, LastSeenAt = $2 WHERE Name = $3";

    private const string MarkUsed = "UPDATE Certificates SET NeverConnected = 0 WHERE Id = $1 AND NeverConnected RETURNING ThingKey";
    private const string SelectName = """SELECT Name FROM Things WHERE "Key" = $1""";

    /// <summary>Adds a row and returns its key.</summary>
    public static long Add(WriteScope scope, AttemptRecord attempt) => scope.Statements.Scalar<long>(
        InsertAttempt, attempt.At, attempt.FirstAt,
        attempt.Count, attempt.Known, attempt.ClientId, attempt.RemoteAddress, attempt.Protocol, attempt.ThingName, attempt.CertificateId,
        attempt.Allowed, attempt.Code, attempt.DecidedInMicroseconds, attempt.Checks);

    /// <summary>Adds further attempts to an existing row. Returns false if the row was deleted.</summary>
    public static bool Repeat(WriteScope scope, long key, AttemptRecord latest) => scope.Statements.Execute(
        UpdateAttempt, latest.At, latest.Count,
        latest.RemoteAddress, latest.Protocol, latest.CertificateId, latest.Code, latest.DecidedInMicroseconds, latest.Checks, key) > 0;

    /// <summary>Deletes all but the newest rows of one share of the table.</summary>
    public static void Prune(WriteScope scope, bool known, int kept) => scope.Statements.Execute(PruneAttempts, known, kept);

    /// <summary>Stores which Things are connected, and when they were last seen.</summary>
    public static void WritePresence(WriteScope scope, IEnumerable<(string ThingName, bool Connected, DateTimeOffset At)> notes)
    {
        foreach (var (thingName, connected, at) in notes)
        {
            scope.Statements.Execute(UpdatePresence, connected, at, thingName);
        }
    }

    /// <summary>
    /// Notes that devices have connected with these certificates. At the first use, a certificate may become the current one of its Thing.
    /// </summary>
    public static void WriteUsed(WriteScope scope, IEnumerable<CertificateId> certificates)
    {
        foreach (var certificate in certificates)
        {
            if (scope.Statements.Scalar<long?>(MarkUsed, certificate.ToOctets()) is { } thing)
            {
                CertificateTransitions.RefreshThing(scope, thing);
                scope.Emit(FleetEventKind.CertificateChanged, scope.Statements.Scalar<string>(SelectName, thing));
            }
        }
    }
}
