using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Topics;
using FleetPortal.Pki.Profiles;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Waves;

/// <summary>
/// Moves the open waves on, step by step: what is over is noted, then as many connected Things are asked as there is room for. A Thing
/// that is not connected holds no place and does not fail; its turn comes when it connects. Everything it knows is in the tables, so a
/// restart goes on where the last run ended.
/// </summary>
public sealed class WaveRunner(Registry registry, StartRotation start, SequenceTracker sequences)
{
    /// <summary>How earlier versions began the reason of a wave that stopped by itself.</summary>
    internal const string EarlierOwnRule = "stopped by its own rule";

    // A device that has left since it was asked, and has no new certificate, sleeps or is out of reach: it gives its place back.
    private static readonly TimeSpan AbsentAfter = TimeSpan.FromMinutes(1);

    // A device that comes only for a moment is asked all the same: it finds the command when it comes again.
    private static readonly TimeSpan CameLately = TimeSpan.FromMinutes(1);

    // From those that are connected or came lately to the wave: a sleepy fleet has far more that wait.
    private const string SelectNext = """
        SELECT w.Position, t.Name FROM Things t CROSS JOIN WaveThings w ON w.ThingKey = t."Key" AND w.State < 2
        WHERE t.Connected = 1 AND w.State = 0 AND w.WaveKey = $1
        UNION
        SELECT w.Position, t.Name FROM Things t CROSS JOIN WaveThings w ON w.ThingKey = t."Key" AND w.State < 2
        WHERE t.LastSeenAt >= $2 AND w.State = 0 AND w.RotationKey IS NULL AND w.WaveKey = $1
        ORDER BY 1 LIMIT $3
        """;

    // Connected, or on the way with a new certificate.
    private const string CountPlaces = """
        SELECT count(*) FROM WaveThings w JOIN Things t ON t."Key" = w.ThingKey JOIN Rotations r ON r."Key" = w.RotationKey
        WHERE w.WaveKey = $1 AND w.State = 1 AND (t.Connected OR r.State = 1)
        """;

    // A share of a handful says nothing.
    private const int LeastForStop = 10;

    private const int Together = 32;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(30);

    private static readonly Actor Runner = Actor.Job("rotation wave");

    // When the waiting Things of a wave were last looked through, by the wave's key. Bounded by the open waves; touched by the writer alone.
    private readonly Dictionary<long, DateTimeOffset> _swept = [];

    /// <summary>One round over all open waves.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        List<WaveRecord> open;
        await using (var db = registry.Read())
        {
            open = await db.Set<WaveRecord>().Where(x => x.State != WaveState.Done).ToListAsync(cancellationToken);
        }

        foreach (var wave in open)
        {
            var (now, next) = await registry.WriteAsync(scope => Settle(scope, wave.Key), cancellationToken);

            // Some at once: the writer lets them share a flush to the disk, and whoever else writes waits no longer than for these.
            foreach (var together in next.Chunk(Together))
            {
                await Task.WhenAll(together.Select(x => BeginAsync(now, x.Position, x.Name, cancellationToken)));
            }
        }

        await WaveMessages.KeepAsync(registry, sequences, cancellationToken);
    }

    /// <summary>Notes what is over, stops or ends the wave, and answers who is to be asked next.</summary>
    private (WaveRecord Wave, List<(long Position, string Name)> Next) Settle(WriteScope scope, long key)
    {
        var wave = scope.Db.Set<WaveRecord>().Single(x => x.Key == key);
        var changed = scope.Statements.Execute(
            """
            UPDATE WaveThings SET State = CASE WHEN r.State = 3 THEN 3 ELSE 2 END, DoneAt = coalesce(WaveThings.DoneAt, $2)
            FROM Rotations r WHERE WaveThings.WaveKey = $1 AND WaveThings.State IN (0, 1, 2, 4) AND r."Key" = WaveThings.RotationKey
              AND ((r.State = 2 AND WaveThings.State <> 2) OR r.State = 3)
            """,
            key, scope.Now);
        changed += scope.Statements.Execute(
            """
            UPDATE WaveThings SET State = 4, DoneAt = $2, Code = 'rolled-back', Message = 'The rotation was rolled back'
            FROM Rotations r WHERE WaveThings.WaveKey = $1 AND WaveThings.State IN (0, 1, 2) AND r."Key" = WaveThings.RotationKey AND r.State = 4
            """,
            key, scope.Now);
        changed += scope.Statements.Execute(
            """
            UPDATE WaveThings SET State = 4, DoneAt = $2, Code = 'not-proven', Message = CASE r.State WHEN 1 THEN 'Got a new certificate and did not connect with it in time' ELSE 'Connected, but did not ask for a new certificate in time' END
            FROM Things t, Rotations r WHERE WaveThings.WaveKey = $1 AND WaveThings.State = 1 AND t."Key" = WaveThings.ThingKey AND r."Key" = WaveThings.RotationKey
              AND WaveThings.StartedAt <= $3 AND (t.Connected OR r.State = 1)
            """,
            key, scope.Now, scope.Now.AddMinutes(-wave.TimeoutMinutes));
        changed += scope.Statements.Execute(
            """
            UPDATE WaveThings SET State = 0
            FROM Things t, Rotations r WHERE WaveThings.WaveKey = $1 AND WaveThings.State = 1 AND t."Key" = WaveThings.ThingKey AND r."Key" = WaveThings.RotationKey
              AND WaveThings.StartedAt <= $2 AND NOT t.Connected AND r.State = 0
            """,
            key, scope.Now - AbsentAfter);
        changed += FailImpossible(scope, key);
        var (failed, over, left) = scope.Statements.Rows(
            "SELECT coalesce(sum(State = 4), 0), coalesce(sum(State BETWEEN 2 AND 4), 0), coalesce(sum(State < 2), 0) FROM WaveThings WHERE WaveKey = $1", row => (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2)), key).Single();
        var settling = scope.Statements.Scalar<long>("SELECT count(*) FROM WaveThings WHERE WaveKey = $1 AND State = 2", key);

        // Of those that had failed when it was resumed some have come since: they are not set off against new failures.
        wave.FailedBefore = Math.Min(wave.FailedBefore, failed);
        failed -= wave.FailedBefore;
        if (wave.State == WaveState.Running && over >= LeastForStop && failed * 100 > wave.StopPercent * over)
        {
            (wave.State, wave.Reason) = (WaveState.Stopped, $"{failed} of the first {over} failed (limit {wave.StopPercent} %)");
            scope.Audit(Runner, WaveActions.Stopped, new AuditTarget(AuditTargets.Wave, wave.Id), new { failed, over });
            changed++;
        }
        else if (left == 0 && settling == 0)
        {
            (wave.State, wave.EndedAt) = (WaveState.Done, scope.Now);
            _swept.Remove(key);
            scope.Audit(Runner, WaveActions.Done, new AuditTarget(AuditTargets.Wave, wave.Id), new { failed });
            changed++;
        }

        if (changed > 0)
        {
            scope.Emit(FleetEventKind.WaveChanged, null);
        }

        return (wave, wave.State == WaveState.Running ? Next(scope, wave) : []);
    }

    /// <summary>Those whose turn cannot come any more: they would keep the wave open for ever.</summary>
    private int FailImpossible(WriteScope scope, long key)
    {
        if (_swept.TryGetValue(key, out var at) && scope.Now < at + SweepEvery)
        {
            return 0;
        }

        _swept[key] = scope.Now;
        return scope.Statements.Execute(
            """
            UPDATE WaveThings SET State = 4, StartedAt = coalesce(StartedAt, $2), DoneAt = $2,
              Code = CASE WHEN t.RetiredAt IS NOT NULL THEN 'thing-not-found' WHEN NOT t.Enabled THEN 'thing-disabled' ELSE 'no-active-certificate' END,
              Message = CASE WHEN t.RetiredAt IS NOT NULL THEN 'Retired before its turn came' WHEN NOT t.Enabled THEN 'Disabled before its turn came' ELSE 'Its certificate expired, was revoked or put on hold before its turn came' END
            FROM Things t WHERE WaveThings.WaveKey = $1 AND WaveThings.State = 0 AND t."Key" = WaveThings.ThingKey
              AND (t.RetiredAt IS NOT NULL OR NOT t.Enabled OR t.CredentialStatus IS NOT 1 OR t.CredentialNotAfter <= $2)
            """,
            key, scope.Now);
    }

    /// <summary>Whether a wave stopped by itself, by its reason.</summary>
    internal static bool IsOwnReason(string? reason) =>
        reason is not null && (!reason.StartsWith(SteerWave.StoppedBy, StringComparison.Ordinal) || reason.StartsWith(EarlierOwnRule, StringComparison.Ordinal));

    /// <summary>As many of those that are there as there is room for.</summary>
    private static List<(long Position, string Name)> Next(WriteScope scope, WaveRecord wave)
    {
        var room = wave.InFlight - (int)scope.Statements.Scalar<long>(CountPlaces, wave.Key);
        var lately = scope.Now - CameLately;
        return room <= 0 ? [] : [.. scope.Statements.Rows(SelectNext, row => (row.GetInt64(0), row.GetString(1)), wave.Key, wave.CreatedAt > lately ? wave.CreatedAt : lately, room)];
    }

    private async Task BeginAsync(WaveRecord wave, long position, string thingName, CancellationToken cancellationToken)
    {
        var before = sequences.Of(thingName);
        try
        {
            // In one transaction with the rotation itself: a sudden death leaves neither without the other.
            await start.BeginOrJoinAsync(
                thingName, TimeSpan.FromMinutes(wave.GraceMinutes), Runner,
                (scope, rotation) =>
                {
                    rotation.ValidityDays = wave.SpreadDays == 0 ? null : (int)Profile.Thing.Validity.TotalDays - RandomNumberGenerator.GetInt32(wave.SpreadDays + 1);
                    scope.Statements.Execute(
                        "UPDATE WaveThings SET State = 1, StartedAt = $1, RotationKey = $2, ReceivedBefore = $3, LostBefore = $4, CountedIn = $5 WHERE WaveKey = $6 AND Position = $7",
                        scope.Now, rotation.Key, before.Received, before.Lost, sequences.Identity, wave.Key, position);
                },
                cancellationToken);
        }
        catch (FleetError e)
        {
            await registry.WriteAsync(
                scope => scope.Statements.Execute("UPDATE WaveThings SET State = 4, StartedAt = $1, DoneAt = $1, Code = $2, Message = $3 WHERE WaveKey = $4 AND Position = $5", scope.Now, e.Code, e.Message, wave.Key, position),
                CancellationToken.None);
        }
    }
}
