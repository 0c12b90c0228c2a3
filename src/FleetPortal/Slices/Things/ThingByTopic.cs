using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Things;

namespace FleetPortal.Slices.Things;

/// <summary>Finds the Thing whose name is a level of a topic, in the palette.</summary>
internal sealed class ThingByTopic(ThingQueries things) : IPaletteSource
{
    /// <inheritdoc/>
    public int Order => PaletteOrder.Topics;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PaletteHit>> FindAsync(PaletteQuery query, CancellationToken cancellationToken)
    {
        if (!query.Text.Contains('/', StringComparison.Ordinal))
        {
            return [];
        }

        var levels = query.Text.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(level => level.IndexOfAny(['+', '#']) < 0);
        foreach (var level in levels.Take(IPaletteSource.MaxHits).Reverse())
        {
            var found = await things.ListAsync(new ThingQuery { Words = [level] }, ThingSort.Name, 0, 1, query.Actor, cancellationToken);
            if (found.Items is [var thing] && thing.Name == level)
            {
                return [new PaletteHit(FleetIcons.Topics,
                    thing.Name, $"topic {query.Text}", ThingsByName.AddressOf(thing.Name) + "/topics", Thing: thing)];
            }
        }

        return [];
    }
}
