using System.Security.Cryptography;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Events;
using FleetPortal.Fleet.Topics;
using FleetPortal.Pki.Profiles;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Rotation;

/// <summary>
/// Moves the open waves on, step by step: what is over is noted, then as many are told as there is room for. Everything it knows is in
/// the tables, so a restart goes on where the last run ended.
/// </summary>
public sealed class WaveRunner(Registry registry, StartRotation start, SequenceWatch sequences)
{
    /// <summary>How the reason of a wave begins that nobody stopped.</summary>
    internal const string OwnRule = "stopped by its own rule";

    // A share of a handful says nothing.
    private const int LeastForStop = 10;

    private const int Together = 32;

    private static readonly Actor Runner = new("system", "rotation wave", Role.Administrator);

    /// <summary>One round over all open waves.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        List<WaveRecord> open;
        await using (var db = registry.Read())
        {
            open = await db.Waves.Where(x => x.State != WaveState.Done).ToListAsync(cancellationToken);
        }

        foreach (var wave in open)
        {
            await registry.WriteAsync(scope => Settle(scope, wave.Key), cancellationToken);
            await FillAsync(wave.Key, cancellationToken);
        }

        await WaveMessages.KeepAsync(registry, sequences, cancellationToken);
    }

    /// <summary>Notes what is over, and stops or ends the wave.</summary>
    private static void Settle(WriteScope scope, long key)
    {
        var wave = scope.Db.Waves.Single(x => x.Key == key);
        var changed = scope.Statements.Execute(
            """
            UPDATE WaveThings SET State = CASE WHEN r.State = 3 THEN 3 ELSE 2 END, DoneAt = coalesce(WaveThings.DoneAt, $2)
            FROM Rotations r WHERE WaveThings.WaveKey = $1 AND WaveThings.State IN (1, 2, 4) AND r."Key" = WaveThings.RotationKey
              AND ((r.State = 2 AND WaveThings.State <> 2) OR r.State = 3)
            """,
            key, scope.Now);
        changed += scope.Statements.Execute(
            """
            UPDATE WaveThings SET State = 4, DoneAt = $2, Code = 'rolled-back', Message = 'The rotation was rolled back'
            FROM Rotations r WHERE WaveThings.WaveKey = $1 AND WaveThings.State IN (1, 2) AND r."Key" = WaveThings.RotationKey AND r.State = 4
            """,
            key, scope.Now);
        changed += scope.Statements.Execute(
            """
            UPDATE WaveThings SET State = 4, DoneAt = $2,
              Code = CASE WHEN t.Connected THEN 'not-proven' ELSE 'not-connected' END,
              Message = CASE WHEN t.Connected THEN 'New certificate not proven in time' ELSE 'Not connected when its turn came' END
            FROM Things t WHERE WaveThings.WaveKey = $1 AND WaveThings.State = 1 AND t."Key" = WaveThings.ThingKey AND WaveThings.StartedAt <= $3
            """,
            key, scope.Now, scope.Now.AddMinutes(-wave.TimeoutMinutes));
        var (failed, over, left) = scope.Statements.Rows(
            "SELECT coalesce(sum(State = 4), 0), coalesce(sum(State BETWEEN 2 AND 4), 0), coalesce(sum(State < 2), 0) FROM WaveThings WHERE WaveKey = $1", row => (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2)), key).Single();
        var settling = scope.Statements.Scalar<long>("SELECT count(*) FROM WaveThings WHERE WaveKey = $1 AND State = 2", key);

        // Of those that had failed when it was resumed some have come since: they are not set off against new failures.
        wave.FailedBefore = Math.Min(wave.FailedBefore, failed);
        failed -= wave.FailedBefore;
        if (wave.State == WaveState.Running && over >= LeastForStop && failed * 100 > wave.StopPercent * over)
        {
            (wave.State, wave.Reason) = (WaveState.Stopped, $"{OwnRule}: {failed} of {over} failed");
            scope.Audit(Runner, "wave.stopped", new Audit.AuditTarget("wave", wave.Id), new { failed, over });
            changed++;
        }
        else if (left == 0 && settling == 0)
        {
            (wave.State, wave.EndedAt) = (WaveState.Done, scope.Now);
            scope.Audit(Runner, "wave.done", new Audit.AuditTarget("wave", wave.Id), new { failed });
            changed++;
        }

        if (changed > 0)
        {
            scope.Emit(FleetEventKind.CertificateChanged, null);
        }
    }

    /// <summary>Tells as many as there is room for.</summary>
    private async Task FillAsync(long key, CancellationToken cancellationToken)
    {
        WaveRecord wave;
        List<(long Position, string Name)> next;
        await using (var db = registry.Read())
        {
            wave = await db.Waves.SingleAsync(x => x.Key == key, cancellationToken);
            var room = wave.State == WaveState.Running ? wave.InFlight - await db.WaveThings.CountAsync(x => x.WaveKey == key && x.State == WaveThingState.InFlight, cancellationToken) : 0;
            if (room <= 0)
            {
                return;
            }

            next = [.. (await db.WaveThings.Where(x => x.WaveKey == key && x.State == WaveThingState.Waiting).OrderBy(x => x.Position).Take(room)
                .Join(db.Things, x => x.ThingKey, thing => thing.Key, (x, thing) => new { x.Position, thing.Name }).ToListAsync(cancellationToken)).Select(x => (x.Position, x.Name))];
        }

        // Some at once: the writer lets them share a flush to the disk, and whoever else writes waits no longer than for these.
        foreach (var together in next.Chunk(Together))
        {
            await Task.WhenAll(together.Select(x => BeginAsync(wave, x.Position, x.Name, cancellationToken)));
        }
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
