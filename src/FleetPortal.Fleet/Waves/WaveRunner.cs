using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Topics;
using FleetPortal.Pki.Profiles;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Waves;

/// <summary>
/// Advances the open waves step by step: records what has ended, then starts as many rotations of connected Things as the limit allows. An
/// absent Thing takes no place and does not fail; its turn comes when it connects. The whole state is in the tables, so a wave continues
/// after a restart.
/// </summary>
public sealed class WaveRunner(Registry registry, StartRotation start, SequenceTracker sequences)
{
    /// <summary>The beginning of the reason that earlier versions stored when a wave stopped by itself.</summary>
    internal const string EarlierOwnRule = "stopped by its own rule";

    // A device that disconnected after its command and has no new certificate sleeps or is out of reach. It frees its place after this
    // time.
    private static readonly TimeSpan AbsentAfter = TimeSpan.FromMinutes(1);

    // A device that was connected within this time is also asked. It receives the command at its next connection.
    private static readonly TimeSpan CameLately = TimeSpan.FromMinutes(1);

    // With fewer completed Things, the share of failures is not meaningful.
    private const int LeastForStop = 10;

    private const int MaxBatchSize = 32;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(30);

    private static readonly Actor Runner = Actor.Job("rotation wave");

    // When the waiting Things of a wave were last checked, by the key of the wave. Bounded by the open waves. Only used inside write
    // transactions.
    private readonly Dictionary<long, DateTimeOffset> _swept = [];

    /// <summary>Advances all open waves once. The upkeep calls it every second.</summary>
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

            // Start some at the same time: they share one flush to the disk, and other writers do not wait long.
            foreach (var batch in next.Chunk(MaxBatchSize))
            {
                await Task.WhenAll(batch.Select(x => BeginAsync(now, x.Position, x.Name, cancellationToken)));
            }
        }

        await WaveMessages.KeepAsync(registry, sequences, cancellationToken);
    }

    /// <summary>Records what has ended, and stops or completes the wave. Returns the Things that are asked next.</summary>
    private (WaveRecord Wave, List<(long Position, string Name)> Next) Settle(WriteScope scope, long key)
    {
        var wave = scope.Db.Set<WaveRecord>().Single(x => x.Key == key);
        var changed = scope.Statements.Execute(WaveStatements.MarkProven, key, scope.Now);
        changed += scope.Statements.Execute(WaveStatements.MarkRolledBack, key, scope.Now);
        changed += scope.Statements.Execute(WaveStatements.MarkOverdue, key, scope.Now, scope.Now.AddMinutes(-wave.TimeoutMinutes));
        changed += scope.Statements.Execute(WaveStatements.MarkAbsent, key, scope.Now - AbsentAfter);
        changed += FailImpossible(scope, key);
        var (failed, over, left) = scope.Statements.Rows(
            WaveStatements.CountEnded, row => (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2)), key).Single();
        var settling = scope.Statements.Scalar<long>(WaveStatements.CountProven, key);

        // Some Things that had failed when the wave was resumed may have succeeded since. They must not hide new failures.
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

    /// <summary>Fails the waiting Things that can no longer rotate. They would keep the wave open for ever.</summary>
    private int FailImpossible(WriteScope scope, long key)
    {
        if (_swept.TryGetValue(key, out var at) && scope.Now < at + SweepEvery)
        {
            return 0;
        }

        _swept[key] = scope.Now;
        return scope.Statements.Execute(WaveStatements.MarkImpossible, key, scope.Now);
    }

    /// <summary>Whether the wave stopped by itself, according to its reason.</summary>
    internal static bool IsOwnReason(string? reason) =>
        reason is not null && (!reason.StartsWith(StopWave.StoppedBy, StringComparison.Ordinal)
            || reason.StartsWith(EarlierOwnRule, StringComparison.Ordinal));

    /// <summary>Selects the next connected Things, as many as the limit allows.</summary>
    private static List<(long Position, string Name)> Next(WriteScope scope, WaveRecord wave)
    {
        var room = wave.InFlight - (int)scope.Statements.Scalar<long>(WaveStatements.CountPlaces, wave.Key);
        var lately = scope.Now - CameLately;
        return room <= 0 ? [] : [.. scope.Statements.Rows(WaveStatements.SelectNext,
            row => (row.GetInt64(0), row.GetString(1)), wave.Key, wave.CreatedAt > lately ? wave.CreatedAt : lately, room)];
    }

    private async Task BeginAsync(WaveRecord wave, long position, string thingName, CancellationToken cancellationToken)
    {
        var before = sequences.Of(thingName);
        try
        {
            // One transaction with the rotation: a crash leaves both or neither.
            await start.BeginOrJoinAsync(
                thingName, TimeSpan.FromMinutes(wave.GraceMinutes), Runner,
                (scope, rotation) =>
                {
                    rotation.ValidityDays = wave.SpreadDays == 0
                        ? null : (int)Profile.Thing.Validity.TotalDays - RandomNumberGenerator.GetInt32(wave.SpreadDays + 1);
                    scope.Statements.Execute(
                        WaveStatements.MarkInFlight, scope.Now, rotation.Key, before.Received, before.Lost, sequences.Identity, wave.Key,
                        position);
                    scope.Emit(FleetEventKind.WaveChanged, null);
                },
                cancellationToken);
        }
        catch (FleetError e)
        {
            await registry.WriteAsync(
                scope =>
                {
                    scope.Statements.Execute(WaveStatements.MarkFailed, scope.Now, e.Code, e.Message, wave.Key, position);
                    scope.Emit(FleetEventKind.WaveChanged, null);
                },
                CancellationToken.None);
        }
    }
}
