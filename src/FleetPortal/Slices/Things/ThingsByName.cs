using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Things;

namespace FleetPortal.Slices.Things;

/// <summary>Finds Things by their name in the palette.</summary>
internal sealed class ThingsByName(ThingQueries things) : IPaletteSource
{
    /// <inheritdoc/>
    public int Order => PaletteOrder.Things;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PaletteHit>> FindAsync(PaletteQuery query, CancellationToken cancellationToken)
    {
        if (query.Text.Length > ThingQuery.MaxLength)
        {
            return [];
        }

        var named = await things.ListAsync(new ThingQuery { Words = [query.Text] },
            ThingSort.Name, 0, IPaletteSource.MaxHits, query.Actor, cancellationToken);
        return [.. named.Items
            .Select(thing => new PaletteHit(FleetIcons.Things, thing.Name, thing.Type ?? "Thing", AddressOf(thing.Name), Thing: thing))];
    }

    /// <summary>Returns the address of the page of a Thing.</summary>
    internal static string AddressOf(string thingName) => $"things/{Uri.EscapeDataString(thingName)}";
}
