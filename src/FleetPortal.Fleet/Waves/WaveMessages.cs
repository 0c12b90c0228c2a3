using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Waves;

/// <summary>The numbered messages of one Thing of a wave, from its rotation command until <see cref="After"/> its turn has ended.</summary>
internal readonly record struct WaveMessages(long Received, long Lost)
{
    /// <summary>
    /// How long messages are counted after the turn of a Thing. A lost message is only noticed when the next one arrives.
    /// </summary>
    public static readonly TimeSpan After = TimeSpan.FromMinutes(15);

    /// <summary>Returns the stored counts, or the counts so far.</summary>
    public static WaveMessages Of(WaveThingRecord thing, SequenceCount now, long identity) =>
        thing is { Received: { } received, Lost: { } lost } ? new(received, lost)

            // The portal was restarted since, and counts from zero again. Messages before the restart are not counted, so nothing is
            // subtracted.
            : thing.CountedIn == identity ? new(now.Received - thing.ReceivedBefore, now.Lost - thing.LostBefore)
            : new(now.Received, now.Lost);

    /// <summary>Stores the counts of the Things whose counting time has ended. Later losses do not belong to the wave.</summary>
    public static async Task KeepAsync(Registry registry, SequenceTracker sequences, CancellationToken cancellationToken)
    {
        var until = registry.Time.GetUtcNow() - After;
        List<(WaveThingRecord Thing, string Name)> over;
        await using (var db = registry.Read())
        {
            over = [.. (await db.Set<WaveThingRecord>().Where(x => x.Received == null && x.DoneAt <= until && x.RotationKey != null)
                .Join(db.Set<ThingRecord>(), x => x.ThingKey, thing => thing.Key, (x, thing) => new { Thing = x, thing.Name })
                    .ToListAsync(cancellationToken)).Select(x => (x.Thing, x.Name))];
        }

        if (over.Count > 0)
        {
            await registry.WriteAsync(
                scope =>
                {
                    foreach (var (thing, name) in over)
                    {
                        var (received, lost) = Of(thing, sequences.Of(name), sequences.Identity);
                        scope.Statements.Execute("UPDATE WaveThings SET Received = $1, Lost = $2 WHERE WaveKey = $3 AND Position = $4",
                            received, lost, thing.WaveKey, thing.Position);
                    }

                    scope.Emit(FleetEventKind.WaveChanged, null);
                },
                cancellationToken);
        }
    }
}
