using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Things;

namespace FleetPortal.Slices.Things;

/// <summary>Finds groups by the beginning of their name in the palette.</summary>
internal sealed class GroupsByName(GroupQueries groups) : IPaletteSource
{
    private const int MaxGroups = IPaletteSource.MaxHits / 2;

    /// <inheritdoc/>
    public int Order => PaletteOrder.Groups;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PaletteHit>> FindAsync(PaletteQuery query, CancellationToken cancellationToken) =>
    [
        .. (await groups.BeginningAsync(query.Text, MaxGroups, query.Actor, cancellationToken))
            .Select(group => new PaletteHit(FleetIcons.Things, group, "group", $"things?q={Uri.EscapeDataString($"group:{group}")}")),
    ];
}
