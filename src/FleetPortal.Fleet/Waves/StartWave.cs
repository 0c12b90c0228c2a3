using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Things;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Waves;

/// <summary>The request to rotate many Things.</summary>
/// <param name="Things">The Things to rotate.</param>
/// <param name="InFlight">The highest number of Things that rotate at the same time. A Thing that is not connected does not count.</param>
/// <param name="StopPercent">The wave stops when a larger share of the completed Things has failed, in percent.</param>
/// <param name="GraceMinutes">How long the old certificate stays valid after the new one is proven, in minutes.</param>
/// <param name="TimeoutMinutes">How long a connected Thing may take before it counts as failed, in minutes. Absence is not a
/// failure.</param>
/// <param name="SpreadDays">Each new certificate expires up to this number of days earlier than the profile allows, by a random number, so
/// that the certificates do not all expire in one week.</param>
/// <param name="OnlyConnected">Whether to rotate only Things that are connected now. Otherwise the wave waits for the others to
/// connect.</param>
public sealed record StartWaveRequest(
    WaveSelection Things, int InFlight = 50, int StopPercent = 5,
    int GraceMinutes = StartRotation.StandardGraceMinutes, int TimeoutMinutes = 10, int SpreadDays = 0, bool OnlyConnected = false);

/// <summary>The size of a wave before it starts.</summary>
/// <param name="Things">The number of selected Things that can be rotated.</param>
/// <param name="Connected">The number of those that are connected now.</param>
public sealed record WavePlan(int Things, int Connected);

/// <summary>
/// Starts waves. A wave rotates many Things in random order, a limited number at the same time, and stops by itself when too many fail.
/// </summary>
public sealed class StartWave(Registry registry, ThingQueries things, WaveQueries waves)
{
    private const int MaxInFlight = 1000;
    private const int MaxSpreadDays = 182;
    private const int MaxMinutes = 60 * 24 * 30;

    /// <summary>
    /// Returns how many Things a wave would have, and how many of them are connected now. Needs the right <see cref="Permission.Read"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>selection-invalid</c>, <c>query-invalid</c>, <c>wave-not-found</c>, <c>forbidden</c>.</exception>
    public async Task<WavePlan> PlanAsync(WaveSelection selection, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var free = WaveSelection.Free(db, selection.Rows(db, things, registry.Time.GetUtcNow()));
        return new WavePlan(await free.CountAsync(cancellationToken), await free.CountAsync(thing => thing.Connected, cancellationToken));
    }

    /// <summary>
    /// Checks a whole request as <see cref="ExecuteAsync"/> does, and returns the size of its wave. Needs the right
    /// <see cref="Permission.Read"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>wave-invalid</c>, <c>selection-invalid</c>, <c>query-invalid</c>, <c>wave-not-found</c>,
    /// <c>forbidden</c>.</exception>
    public Task<WavePlan> PlanAsync(StartWaveRequest request, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        return PlanAsync(request.Things, actor, cancellationToken);
    }

    /// <summary>
    /// Starts a wave and returns it. <see cref="WaveRunner"/> rotates its Things, also after a restart. Needs the right
    /// <see cref="Permission.Issue"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>wave-invalid</c>, <c>wave-empty</c>, <c>wave-overlaps</c>, <c>wave-nobody-connected</c>,
    /// <c>selection-invalid</c>, <c>query-invalid</c>, <c>forbidden</c>.</exception>
    public async Task<WaveView> ExecuteAsync(StartWaveRequest request, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        Check(request);
        var keys = await KeysAsync(request, cancellationToken);

        // Shuffle, so that the Things of one plant, gateway or batch do not rotate all at once.
        RandomNumberGenerator.Shuffle<long>(keys);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        await registry.WriteAsync(scope => Store(scope, id, request, keys, actor), cancellationToken);
        return (await waves.FindAsync(id, actor, CancellationToken.None))!;
    }

    private async Task<long[]> KeysAsync(StartWaveRequest request, CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var chosen = request.Things.Rows(db, things, registry.Time.GetUtcNow());
        var free = WaveSelection.Free(db, chosen);
        var keys = await free.Where(thing => thing.Connected || !request.OnlyConnected)
            .Select(thing => thing.Key).ToArrayAsync(cancellationToken);
        return keys.Length > 0 ? keys
            : request.OnlyConnected && await free.AnyAsync(cancellationToken)
                ? throw new FleetError(FleetErrorKind.Refused, WaveErrors.NobodyConnected,
                "None of the selected Things is connected now. Start the wave for all of them: each Thing rotates when it connects.")
            : await chosen.AnyAsync(cancellationToken) ? throw Overlaps()
            : throw new FleetError(FleetErrorKind.Refused, WaveErrors.Empty, "None of the selected Things has an active certificate.");
    }

    private static FleetError Overlaps() =>
        new(FleetErrorKind.Conflict, WaveErrors.Overlaps, "Every selected Thing is in another wave already.");

    private static void Check(StartWaveRequest request)
    {
        var faults = new List<Fault>();
        if (request.InFlight is < 1 or > MaxInFlight)
        {
            faults.Add(new Fault("inFlight", $"Send 1 to {MaxInFlight} Things at the same time."));
        }

        if (request.StopPercent is < 0 or > 100)
        {
            faults.Add(new Fault("stopPercent", "Send a percentage from 0 to 100."));
        }

        if (request.GraceMinutes is < 0 or > MaxMinutes)
        {
            faults.Add(new Fault("graceMinutes", $"Send 0 to {MaxMinutes} minutes."));
        }

        if (request.TimeoutMinutes is < 1 or > MaxMinutes)
        {
            faults.Add(new Fault("timeoutMinutes", $"Send 1 to {MaxMinutes} minutes."));
        }

        if (request.SpreadDays is < 0 or > MaxSpreadDays)
        {
            faults.Add(new Fault("spreadDays", $"Send 0 to {MaxSpreadDays} days."));
        }

        if (faults.Count > 0)
        {
            throw new FleetError(WaveErrors.Invalid, faults);
        }
    }

    private static void Store(WriteScope scope, string id, StartWaveRequest request, long[] keys, Actor actor)
    {
        var wave = new WaveRecord
        {
            Id = id,
            Query = request.Things.Description,
            State = WaveState.Running,
            InFlight = request.InFlight,
            StopPercent = request.StopPercent,
            GraceMinutes = request.GraceMinutes,
            TimeoutMinutes = request.TimeoutMinutes,
            SpreadDays = request.SpreadDays,
            CreatedAt = scope.Now,
            CreatedBy = actor.Name,
        };
        scope.Db.Set<WaveRecord>().Add(wave);
        scope.Db.SaveChanges();
        var count = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            // Take over the Things that are waiting in stopped waves. A Thing that has joined another wave in the meantime stays there: the
            // index allows one.
            scope.Statements.Execute(WaveStatements.LeaveStopped, keys[i], WaveState.Stopped, scope.Now);
            count += scope.Statements.Execute(WaveStatements.AddThing, wave.Key, i, keys[i]);
        }

        if (count == 0)
        {
            throw Overlaps();
        }

        scope.Audit(actor, WaveActions.Started, new AuditTarget(AuditTargets.Wave, id), new { query = request.Things.Description,
            things = count, request.InFlight, request.StopPercent, request.GraceMinutes, request.SpreadDays, request.OnlyConnected });
        scope.Emit(FleetEventKind.WaveChanged, null);
    }
}
