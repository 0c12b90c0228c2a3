using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Waves;

/// <summary>What came in from one Thing of a wave, from when it was told until <see cref="After"/> its turn was over.</summary>
internal readonly record struct WaveMessages(long Received, long Lost)
{
    /// <summary>Whether a message was lost is known when the next one comes: so long it may take.</summary>
    public static readonly TimeSpan After = TimeSpan.FromMinutes(15);

    /// <summary>The kept count, or what has come in so far.</summary>
    public static WaveMessages Of(WaveThingRecord thing, SequenceCount now, long identity) =>
        thing is { Received: { } received, Lost: { } lost } ? new(received, lost)

            // The count was begun anew since: what was before the restart is not part of it, so neither is it taken off.
            : thing.CountedIn == identity ? new(now.Received - thing.ReceivedBefore, now.Lost - thing.LostBefore)
            : new(now.Received, now.Lost);

    /// <summary>Keeps the counts of those whose time is over: what is lost later is not the wave's.</summary>
    public static async Task KeepAsync(Registry registry, SequenceTracker sequences, CancellationToken cancellationToken)
    {
        var until = registry.Time.GetUtcNow() - After;
        List<(WaveThingRecord Thing, string Name)> over;
        await using (var db = registry.Read())
        {
            over = [.. (await db.Set<WaveThingRecord>().Where(x => x.Received == null && x.DoneAt <= until && x.RotationKey != null)
                .Join(db.Set<ThingRecord>(), x => x.ThingKey, thing => thing.Key, (x, thing) => new { Thing = x, thing.Name }).ToListAsync(cancellationToken)).Select(x => (x.Thing, x.Name))];
        }

        if (over.Count > 0)
        {
            await registry.WriteAsync(
                scope =>
                {
                    foreach (var (thing, name) in over)
                    {
                        var (received, lost) = Of(thing, sequences.Of(name), sequences.Identity);
                        scope.Statements.Execute("UPDATE WaveThings SET Received = $1, Lost = $2 WHERE WaveKey = $3 AND Position = $4", received, lost, thing.WaveKey, thing.Position);
                    }
                },
                cancellationToken);
        }
    }
}
