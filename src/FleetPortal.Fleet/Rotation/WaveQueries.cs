using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Topics;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Rotation;

/// <summary>Reads waves.</summary>
public sealed class WaveQueries(Registry registry, SequenceWatch sequences)
{
    /// <summary>How long after a Thing's turn its messages still count.</summary>
    public static readonly TimeSpan CountedAfter = WaveMessages.After;

    private static readonly TimeSpan RateOver = TimeSpan.FromMinutes(1);

    private const int MaxListed = 50;
    private const int MaxExamples = 5;

    /// <summary>One wave with its progress, or null.</summary>
    public async Task<WaveView?> FindAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        return await db.Waves.SingleOrDefaultAsync(x => x.Id == id, cancellationToken) is { } wave
            ? await ShowAsync(db, wave, cancellationToken) with { DoneAbout = await DoneAboutAsync(db, wave, cancellationToken), Switches = await SwitchesAsync(db, wave, cancellationToken) }
            : null;
    }

    /// <summary>The newest waves.</summary>
    public async Task<IReadOnlyList<WaveView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var shown = new List<WaveView>();
        foreach (var wave in await db.Waves.OrderByDescending(x => x.Key).Take(MaxListed).ToListAsync(cancellationToken))
        {
            shown.Add(await ShowAsync(db, wave, cancellationToken));
        }

        return shown;
    }

    /// <summary>The failures of a wave, one a Thing.</summary>
    public async Task<IReadOnlyList<(string Thing, string Code, string Message)>> FailedAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var rows = await db.WaveThings.Where(x => x.State == WaveThingState.Failed && db.Waves.Any(wave => wave.Key == x.WaveKey && wave.Id == id))
            .Join(db.Things, x => x.ThingKey, thing => thing.Key, (x, thing) => new { thing.Name, x.Code, x.Message }).OrderBy(x => x.Name).ToListAsync(cancellationToken);
        return [.. rows.Select(x => (x.Name, x.Code ?? "", x.Message ?? ""))];
    }

    private async Task<DateTimeOffset?> DoneAboutAsync(FleetDbContext db, WaveRecord wave, CancellationToken cancellationToken)
    {
        var now = registry.Time.GetUtcNow();
        var since = wave.CreatedAt > now - RateOver ? wave.CreatedAt : now - RateOver;
        var left = await db.WaveThings.CountAsync(x => x.WaveKey == wave.Key && x.State < WaveThingState.Proven, cancellationToken);
        var over = await db.WaveThings.CountAsync(x => x.WaveKey == wave.Key && x.DoneAt >= since, cancellationToken);

        // Once the last has been told, it is up to those that are out: how quick others were says nothing of them.
        var waits = await db.WaveThings.AnyAsync(x => x.WaveKey == wave.Key && x.State == WaveThingState.Waiting, cancellationToken);
        return wave.State == WaveState.Running && waits && over > 0 ? now + ((now - since) * ((double)left / over)) : null;
    }

    private static async Task<WaveSwitches?> SwitchesAsync(FleetDbContext db, WaveRecord wave, CancellationToken cancellationToken)
    {
        var came = await db.WaveThings.Where(x => x.WaveKey == wave.Key && (x.State == WaveThingState.Proven || x.State == WaveThingState.Committed))
            .Join(db.Rotations, x => x.RotationKey, rotation => rotation.Key, (x, rotation) => new { x.StartedAt, rotation.ProvenAt })
            .Where(x => x.ProvenAt >= x.StartedAt).ToListAsync(cancellationToken);
        return WaveSwitches.Of(came.Select(x => x.ProvenAt!.Value - x.StartedAt!.Value));
    }

    private async Task<WaveView> ShowAsync(FleetDbContext db, WaveRecord wave, CancellationToken cancellationToken)
    {
        var counts = await db.WaveThings.Where(x => x.WaveKey == wave.Key).GroupBy(x => x.State).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, cancellationToken);
        var failures = await db.WaveThings.Where(x => x.WaveKey == wave.Key && x.State == WaveThingState.Failed)
            .Join(db.Things, x => x.ThingKey, thing => thing.Key, (x, thing) => new { thing.Name, x.Code, x.Message }).ToListAsync(cancellationToken);
        var begun = await db.WaveThings.Where(x => x.WaveKey == wave.Key && x.RotationKey != null)
            .Join(db.Things, x => x.ThingKey, thing => thing.Key, (x, thing) => new { Thing = x, thing.Name }).ToListAsync(cancellationToken);
        var messages = begun.Select(x => WaveMessages.Of(x.Thing, sequences.Of(x.Name), sequences.Identity)).ToList();

        int Of(WaveThingState state) => counts.GetValueOrDefault(state);
        return new WaveView(
            wave.Id, wave.Query, wave.State, wave.Reason, wave.CreatedAt, wave.CreatedBy, wave.EndedAt, counts.Values.Sum(),
            Of(WaveThingState.Waiting), Of(WaveThingState.InFlight), Of(WaveThingState.Proven), Of(WaveThingState.Committed), Of(WaveThingState.Failed), wave.InFlight, wave.StopPercent,
            [.. failures.GroupBy(x => (x.Code, x.Message)).OrderByDescending(group => group.Count()).Select(group => new WaveFailure(group.Key.Code ?? "", group.Key.Message ?? "", group.Count(), [.. group.Select(x => x.Name).Order(StringComparer.Ordinal).Take(MaxExamples)]))],
            messages.Sum(x => x.Received), messages.Sum(x => x.Lost), messages.Count(x => x.Received > 0));
    }
}
