using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;

namespace FleetPortal.Fleet.Waves;

/// <summary>The SQL statements of waves. The numbers of states come from the enumerations.</summary>
internal static class WaveStatements
{
    private const int Waiting = (int)WaveThingState.Waiting;
    private const int InFlight = (int)WaveThingState.InFlight;
    private const int Proven = (int)WaveThingState.Proven;
    private const int Committed = (int)WaveThingState.Committed;
    private const int Failed = (int)WaveThingState.Failed;
    private const int TakenOver = (int)WaveThingState.TakenOver;
    private const int Active = (int)CertificateStatus.Active;

    // The condition "State < 2" makes SQLite use the partial index of open entries. Without it, SQLite reads the whole table for each
    // Thing.
    private const int FirstOver = Proven;

    /// <summary>
    /// Selects the next Things of a wave among those that are or were recently connected: in a fleet of sleeping devices, many more are
    /// waiting.
    /// </summary>
    public static readonly string SelectNext = $"""
        SELECT w.Position, t.Name FROM Things t CROSS JOIN WaveThings w ON w.ThingKey = t."Key" AND w.State < {FirstOver}
        WHERE t.Connected = 1 AND w.State = {Waiting} AND w.WaveKey = $1
        UNION
        SELECT w.Position, t.Name FROM Things t CROSS JOIN WaveThings w ON w.ThingKey = t."Key" AND w.State < {FirstOver}
        WHERE t.LastSeenAt >= $2 AND w.State = {Waiting} AND w.RotationKey IS NULL AND w.WaveKey = $1
        ORDER BY 1 LIMIT $3
        """;

    /// <summary>
    /// Counts the places in use: Things that are connected, or that have a new certificate and have not connected with it.
    /// </summary>
    public static readonly string CountPlaces = $"""
        SELECT count(*) FROM WaveThings w JOIN Things t ON t."Key" = w.ThingKey JOIN Rotations r ON r."Key" = w.RotationKey
        WHERE w.WaveKey = $1 AND w.State = {InFlight} AND (t.Connected OR r.State = {(int)RotationState.Issued})
        """;

    /// <summary>Counts the failed, completed and open Things of a wave.</summary>
    public static readonly string CountEnded = $"""
        SELECT coalesce(sum(State = {Failed}), 0), coalesce(sum(State BETWEEN {Proven} AND {Failed}), 0), coalesce(sum(State < {FirstOver}), 0)
        FROM WaveThings WHERE WaveKey = $1
        """;

    /// <summary>Counts the Things of a wave that are in their grace period.</summary>
    public static readonly string CountProven = $"SELECT count(*) FROM WaveThings WHERE WaveKey = $1 AND State = {Proven}";

    /// <summary>Marks a Thing as in flight: its command was sent.</summary>
    public static readonly string MarkInFlight = $"""
        UPDATE WaveThings SET State = {InFlight}, StartedAt = $1, RotationKey = $2, ReceivedBefore = $3, LostBefore = $4, CountedIn = $5
        WHERE WaveKey = $6 AND Position = $7
        """;

    /// <summary>Marks a Thing as failed because its rotation could not start.</summary>
    public static readonly string MarkFailed =
        $"UPDATE WaveThings SET State = {Failed}, StartedAt = $1, DoneAt = $1, Code = $2, Message = $3 WHERE WaveKey = $4 AND "
            + $"Position = $5";

    /// <summary>Marks a Thing as committed.</summary>
    public static readonly string MarkCommitted =
        $"UPDATE WaveThings SET State = {Committed}, DoneAt = coalesce(DoneAt, $1) WHERE RotationKey = $2 AND State <> {Committed}";

    /// <summary>Marks the Things that have connected with their new certificate.</summary>
    public static readonly string MarkProven = $"""
        UPDATE WaveThings SET State = CASE WHEN r.State = {(int)RotationState.Committed} THEN {Committed} ELSE {Proven} END,
          DoneAt = coalesce(WaveThings.DoneAt, $2)
        FROM Rotations r WHERE WaveThings.WaveKey = $1 AND WaveThings.State IN ({Waiting}, {InFlight}, {Proven}, {Failed})
          AND r."Key" = WaveThings.RotationKey
          AND ((r.State = {(int)RotationState.Proven} AND WaveThings.State <> {Proven}) OR r.State = {(int)RotationState.Committed})
        """;

    /// <summary>Marks the Things whose rotation was rolled back as failed.</summary>
    public static readonly string MarkRolledBack = $"""
        UPDATE WaveThings SET State = {Failed}, DoneAt = $2, Code = '{WaveErrors.RolledBack}', Message = 'The rotation was rolled back'
        FROM Rotations r WHERE WaveThings.WaveKey = $1 AND WaveThings.State IN ({Waiting}, {InFlight}, {Proven})
          AND r."Key" = WaveThings.RotationKey AND r.State = {(int)RotationState.RolledBack}
        """;

    /// <summary>Marks the connected Things that did not rotate in time as failed.</summary>
    public static readonly string MarkOverdue = $"""
        UPDATE WaveThings SET State = {Failed}, DoneAt = $2, Code = '{WaveErrors.NotProven}',
          Message = CASE r.State WHEN {(int)RotationState.Issued} THEN 'It received a new certificate but did not connect with it in time'
            ELSE 'It was connected but did not request a new certificate in time' END
        FROM Things t, Rotations r WHERE WaveThings.WaveKey = $1 AND WaveThings.State = {InFlight}
          AND t."Key" = WaveThings.ThingKey AND r."Key" = WaveThings.RotationKey
          AND WaveThings.StartedAt <= $3 AND (t.Connected OR r.State = {(int)RotationState.Issued})
        """;

    /// <summary>Marks the Things that disconnected after their command as waiting, which frees their place.</summary>
    public static readonly string MarkAbsent = $"""
        UPDATE WaveThings SET State = {Waiting}
        FROM Things t, Rotations r WHERE WaveThings.WaveKey = $1 AND WaveThings.State = {InFlight}
          AND t."Key" = WaveThings.ThingKey AND r."Key" = WaveThings.RotationKey
          AND WaveThings.StartedAt <= $2 AND NOT t.Connected AND r.State = {(int)RotationState.Requested}
        """;

    /// <summary>Marks the waiting Things that can no longer rotate as failed.</summary>
    public static readonly string MarkImpossible = $"""
        UPDATE WaveThings SET State = {Failed}, StartedAt = coalesce(StartedAt, $2), DoneAt = $2,
          Code = CASE WHEN t.RetiredAt IS NOT NULL THEN '{ThingErrors.NotFound}' WHEN NOT t.Enabled THEN '{ThingErrors.Disabled}'
            ELSE '{RotationErrors.NoActiveCertificate}' END,
          Message = CASE WHEN t.RetiredAt IS NOT NULL THEN 'It was retired before its turn' WHEN NOT t.Enabled THEN 'It was disabled before its turn'
            ELSE 'Its certificate expired, was revoked or put on hold before its turn' END
        FROM Things t WHERE WaveThings.WaveKey = $1 AND WaveThings.State = {Waiting} AND t."Key" = WaveThings.ThingKey
          AND (t.RetiredAt IS NOT NULL OR NOT t.Enabled OR t.CredentialStatus IS NOT {Active} OR t.CredentialNotAfter <= $2)
        """;

    /// <summary>Adds a Thing to a wave, unless another wave has it.</summary>
    public static readonly string AddThing =
        $"INSERT INTO WaveThings (WaveKey, Position, ThingKey, State) VALUES ($1, $2, $3, {Waiting}) ON CONFLICT DO NOTHING";

    /// <summary>Removes a waiting Thing from a stopped wave, so that a new wave can take it.</summary>
    public static readonly string LeaveStopped = $"""
        UPDATE WaveThings SET State = {TakenOver}, DoneAt = $3, Received = 0, Lost = 0
        WHERE ThingKey = $1 AND State = {Waiting} AND State < {FirstOver} AND WaveKey IN (SELECT "Key" FROM Waves WHERE State = $2)
        """;
}
