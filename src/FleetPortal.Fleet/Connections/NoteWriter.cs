using FleetPortal.Fleet.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace FleetPortal.Fleet.Connections;

/// <summary>
/// Writes what happens at every connect with prepared commands: through the change tracker a trace costs twenty times as
/// much, and a fleet that comes back after an outage writes hundreds a second.
/// </summary>
internal static class NoteWriter
{
    private const string InsertAttempt = """
        INSERT INTO Attempts (At, ClientId, RemoteAddress, Protocol, ThingName, CertificateId, Allowed, Code, DecidedInMicroseconds, Checks)
        VALUES ($at, $client, $remote, $protocol, $thing, $certificate, $allowed, $code, $took, $checks) RETURNING "Key"
        """;

    private const string UpdatePresence = "UPDATE Things SET Connected = $connected, LastSeenAt = $at WHERE Name = $thing";

    /// <summary>Adds attempts; answers the key of the last.</summary>
    public static long Write(FleetDbContext db, IReadOnlyList<AttemptRecord> attempts)
    {
        using var command = Prepare(db, InsertAttempt, "$at", "$client", "$remote", "$protocol", "$thing", "$certificate", "$allowed", "$code", "$took", "$checks");
        long key = 0;
        foreach (var attempt in attempts)
        {
            Set(command, attempt.At.ToUnixTimeMilliseconds(), attempt.ClientId, attempt.RemoteAddress, attempt.Protocol, attempt.ThingName, attempt.CertificateId, attempt.Allowed, attempt.Code, attempt.DecidedInMicroseconds, attempt.Checks);
            key = (long)command.ExecuteScalar()!;
        }

        return key;
    }

    /// <summary>Writes who is connected into the Things.</summary>
    public static void WritePresence(FleetDbContext db, IEnumerable<(string ThingName, bool Connected, DateTimeOffset At)> notes)
    {
        using var command = Prepare(db, UpdatePresence, "$connected", "$at", "$thing");
        foreach (var (thingName, connected, at) in notes)
        {
            Set(command, connected, at.ToUnixTimeMilliseconds(), thingName);
            command.ExecuteNonQuery();
        }
    }

    private static SqliteCommand Prepare(FleetDbContext db, string text, params string[] parameters)
    {
        var command = ((SqliteConnection)db.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (SqliteTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = text;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter(parameter, null));
        }

        return command;
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
