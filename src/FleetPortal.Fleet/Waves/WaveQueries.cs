using System.Collections.Concurrent;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Topics;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Waves;

/// <summary>Reads waves. All queries need the right <see cref="Permission.Read"/>.</summary>
public sealed class WaveQueries(Registry registry, SequenceTracker sequences)
{
    /// <summary>How long messages are counted after the turn of a Thing.</summary>
    public static readonly TimeSpan CountedAfter = WaveMessages.After;

    private static readonly TimeSpan RateOver = TimeSpan.FromMinutes(1);

    private const int MaxListed = 50;
    private const int MaxExamples = 5;

    // Bounded by MaxListed.
    private readonly ConcurrentDictionary<long, (int Came, WaveSwitches? Switches)> _switches = [];

    /// <summary>Returns one wave with its progress, or null if there is none with this id.</summary>
    public async Task<WaveView?> FindAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        if (await db.Set<WaveRecord>().SingleOrDefaultAsync(x => x.Id == id, cancellationToken) is not { } wave)
        {
            return null;
        }

        var view = await ShowAsync(db, wave, cancellationToken);
        return view with { DoneAbout = await DoneAboutAsync(db, wave, view, cancellationToken),
            Switches = await SwitchesAsync(db, wave, view, cancellationToken) };
    }

    /// <summary>
    /// Returns a wave that was read before with the messages received since. Reads memory only. Needs <see cref="Permission.Read"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public WaveView Sample(WaveView wave, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(wave);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return Counted(wave);
    }

    /// <summary>The 50 newest waves, the newest first.</summary>
    public async Task<IReadOnlyList<WaveView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var shown = new List<WaveView>();
        foreach (var wave in await db.Set<WaveRecord>().OrderByDescending(x => x.Key).Take(MaxListed).ToListAsync(cancellationToken))
        {
            shown.Add(await ShowAsync(db, wave, cancellationToken) with { Asked = [] });
        }

        return shown;
    }

    /// <summary>
    /// The waves that are running, paused, or stopped by themselves, the newest first, at most 50. Waves that a person stopped are not
    /// included.
    /// </summary>
    public async Task<IReadOnlyList<OpenWave>> OpenAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        return await db.Set<WaveRecord>().Where(x => x.State == WaveState.Running
            || x.State == WaveState.Paused || (x.State == WaveState.Stopped && (!x.Reason!.StartsWith(StopWave.StoppedBy)
            || x.Reason.StartsWith(WaveRunner.EarlierOwnRule)))).OrderByDescending(x => x.Key).Take(MaxListed)
            .Select(x => new OpenWave(
                x.Id, x.State, x.CreatedBy, x.CreatedAt, db.Set<WaveThingRecord>().Count(thing => thing.WaveKey == x.Key),
                db.Set<WaveThingRecord>().Count(thing => thing.WaveKey == x.Key
                    && (thing.State == WaveThingState.Proven || thing.State == WaveThingState.Committed)),
                db.Set<WaveThingRecord>().Count(thing => thing.WaveKey == x.Key && thing.State == WaveThingState.Failed)))
            .ToListAsync(cancellationToken);
    }

    /// <summary>The names of Things that failed for one reason, in order.</summary>
    /// <param name="id">The id of the wave.</param>
    /// <param name="failure">The reason.</param>
    /// <param name="take">The highest number of names.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<string>> NamesAsync(
        string id, WaveFailure failure, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        return await db.Set<WaveThingRecord>().Where(x => x.State == WaveThingState.Failed && x.Code == failure.Code
            && x.Message == failure.Message && db.Set<WaveRecord>().Any(wave => wave.Key == x.WaveKey && wave.Id == id))
            .Join(db.Set<ThingRecord>(), x => x.ThingKey, thing => thing.Key, (_, thing) => thing.Name)
                .OrderBy(name => name).Take(take).ToListAsync(cancellationToken);
    }

    /// <summary>The failures of a wave, one for each Thing, in the order of their names.</summary>
    public async Task<IReadOnlyList<(string Thing, string Code, string Message)>> FailedAsync(
        string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var rows = await db.Set<WaveThingRecord>()
            .Where(x => x.State == WaveThingState.Failed && db.Set<WaveRecord>().Any(wave => wave.Key == x.WaveKey && wave.Id == id))
            .Join(db.Set<ThingRecord>(), x => x.ThingKey, thing => thing.Key, (x, thing) => new { thing.Name, x.Code, x.Message })
                .OrderBy(x => x.Name).ToListAsync(cancellationToken);
        return [.. rows.Select(x => (x.Name, x.Code ?? "", x.Message ?? ""))];
    }

    private async Task<DateTimeOffset?> DoneAboutAsync(
        FleetDbContext db, WaveRecord wave, WaveView view, CancellationToken cancellationToken)
    {
        // There is no estimate for absent Things. And after the last command is sent, the speed so far says nothing about the rest.
        if (wave.State != WaveState.Running || view.Waiting == view.Absent)
        {
            return null;
        }

        var now = registry.Time.GetUtcNow();
        var since = wave.CreatedAt > now - RateOver ? wave.CreatedAt : now - RateOver;
        var came = await db.Set<WaveThingRecord>().CountAsync(x => x.WaveKey == wave.Key
            && (x.State == WaveThingState.Proven || x.State == WaveThingState.Committed) && x.DoneAt >= since, cancellationToken);
        return came == 0 ? null : now + ((now - since) * ((double)(view.Waiting - view.Absent + view.InFlight) / came));
    }

    /// <summary>
    /// Returns the distribution of the durations. It is cached until another Thing has completed, because an open page reads it several
    /// times a second.
    /// </summary>
    private async Task<WaveSwitches?> SwitchesAsync(FleetDbContext db, WaveRecord wave, WaveView view, CancellationToken cancellationToken)
    {
        var came = view.Proven + view.Committed;
        if (_switches.TryGetValue(wave.Key, out var known) && known.Came == came)
        {
            return known.Switches;
        }

        var rows = await db.Set<WaveThingRecord>()
            .Where(x => x.WaveKey == wave.Key && (x.State == WaveThingState.Proven || x.State == WaveThingState.Committed))
            .Join(db.Set<RotationRecord>(),
                x => x.RotationKey, rotation => rotation.Key, (x, rotation) => new { x.StartedAt, rotation.ProvenAt })
            .Where(x => x.ProvenAt >= x.StartedAt).ToListAsync(cancellationToken);
        var switches = WaveSwitches.Of(rows.Select(x => x.ProvenAt!.Value - x.StartedAt!.Value));
        if (_switches.Count >= MaxListed)
        {
            _switches.Clear();
        }

        _switches[wave.Key] = (came, switches);
        return switches;
    }

    private async Task<WaveView> ShowAsync(FleetDbContext db, WaveRecord wave, CancellationToken cancellationToken)
    {
        var counts = await db.Set<WaveThingRecord>().Where(x => x.WaveKey == wave.Key).GroupBy(x => x.State)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, cancellationToken);
        var failures = await db.Set<WaveThingRecord>().Where(x => x.WaveKey == wave.Key && x.State == WaveThingState.Failed)
            .Join(db.Set<ThingRecord>(), x => x.ThingKey, thing => thing.Key, (x, thing) => new { thing.Name, x.Code, x.Message })
                .ToListAsync(cancellationToken);
        var begun = await db.Set<WaveThingRecord>().Where(x => x.WaveKey == wave.Key && x.RotationKey != null)
            .Join(db.Set<ThingRecord>(), x => x.ThingKey, thing => thing.Key, (x, thing) => new { Thing = x, thing.Name })
                .ToListAsync(cancellationToken);

        var present = db.Set<ThingRecord>().Where(thing => thing.Connected && db.Set<WaveThingRecord>().Any(x => x.ThingKey == thing.Key
            && x.State < WaveThingState.Proven && x.State == WaveThingState.Waiting && x.WaveKey == wave.Key));
        var absent = counts.TryGetValue(WaveThingState.Waiting, out var waiting) && wave.State != WaveState.Done
            ? waiting - await present.CountAsync(cancellationToken) : 0;

        int Of(WaveThingState state) => counts.GetValueOrDefault(state);
        return Counted(new WaveView(
            wave.Id, wave.Query, wave.State, wave.Reason, wave.CreatedAt, wave.CreatedBy, wave.EndedAt, counts.Values.Sum(),
            Of(WaveThingState.Waiting), Of(WaveThingState.InFlight),
            Of(WaveThingState.Proven), Of(WaveThingState.Committed), Of(WaveThingState.Failed), wave.InFlight, wave.StopPercent,
            [.. failures.GroupBy(x => (x.Code, x.Message))
                .OrderByDescending(group => group.Count()).Select(group => new WaveFailure(group.Key.Code ?? "",
                group.Key.Message ?? "", group.Count(), [.. group.Select(x => x.Name).Order(StringComparer.Ordinal).Take(MaxExamples)]))],
            MessagesReceived: 0, MessagesLost: 0, Numbering: 0, TakenOver: Of(WaveThingState.TakenOver))
        {
            Asked = [.. begun.Select(x => (x.Thing, x.Name))],
            Absent = Math.Max(0, absent),
            StoppedItself = wave.State == WaveState.Stopped && WaveRunner.IsOwnReason(wave.Reason),
        });
    }

    private WaveView Counted(WaveView wave)
    {
        var messages = wave.Asked.Select(x => WaveMessages.Of(x.Thing, sequences.Of(x.Name), sequences.Identity)).ToList();
        return wave with
        {
            MessagesReceived = messages.Sum(x => x.Received),
            MessagesLost = messages.Sum(x => x.Lost),
            Numbering = messages.Count(x => x.Received > 0),
        };
    }
}
