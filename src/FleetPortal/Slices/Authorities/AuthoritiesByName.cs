using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Inventory;

namespace FleetPortal.Slices.Authorities;

/// <summary>Finds authorities by their name in the palette.</summary>
internal sealed class AuthoritiesByName(AuthorityQueries authorities) : IPaletteSource
{
    /// <inheritdoc/>
    public int Order => PaletteOrder.Authorities;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PaletteHit>> FindAsync(PaletteQuery query, CancellationToken cancellationToken) =>
    [
        .. (await authorities.NamedAsync(query.Text, query.Actor, cancellationToken)).Take(IPaletteSource.MaxHits)
            .Select(authority => new PaletteHit(FleetIcons.Authority, authority.Name, "authority", $"authorities?id={authority.Id}")),
    ];
}
