using FleetPortal.Fleet.Data;

namespace FleetPortal.Fleet.Connections;

/// <summary>Writes what happens at every connect with compiled statements: a fleet that comes back after an outage writes hundreds a second.</summary>
internal static class NoteWriter
{
    private const string InsertAttempt = """
        INSERT INTO Attempts (At, ClientId, RemoteAddress, Protocol, ThingName, CertificateId, Allowed, Code, DecidedInMicroseconds, Checks)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING "Key"
        """;

    private const string UpdatePresence = "UPDATE Things SET Connected = $1, LastSeenAt = $2 WHERE Name = $3";

    /// <summary>Adds attempts; answers the key of the last.</summary>
    public static long Write(WriteScope scope, IReadOnlyList<AttemptRecord> attempts)
    {
        long key = 0;
        foreach (var attempt in attempts)
        {
            key = scope.Statements.Scalar<long>(
                InsertAttempt, attempt.At, attempt.ClientId, attempt.RemoteAddress, attempt.Protocol, attempt.ThingName, attempt.CertificateId, attempt.Allowed, attempt.Code, attempt.DecidedInMicroseconds, attempt.Checks);
        }

        return key;
    }

    /// <summary>Writes who is connected into the Things.</summary>
    public static void WritePresence(WriteScope scope, IEnumerable<(string ThingName, bool Connected, DateTimeOffset At)> notes)
    {
        foreach (var (thingName, connected, at) in notes)
        {
            scope.Statements.Execute(UpdatePresence, connected, at, thingName);
        }
    }
}
