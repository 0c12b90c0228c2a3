using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Applications;

namespace FleetPortal.Slices.Applications;

/// <summary>Finds applications by their name, owner or note in the palette.</summary>
internal sealed class ApplicationsByName(ApplicationQueries applications) : IPaletteSource
{
    /// <inheritdoc/>
    public int Order => PaletteOrder.Applications;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PaletteHit>> FindAsync(PaletteQuery query, CancellationToken cancellationToken) =>
    [
        .. (await applications.ListAsync(query.Text, null, IPaletteSource.MaxHits, query.Actor, cancellationToken)).Select(application =>
            new PaletteHit(FleetIcons.Applications, application.Name, "application", AddressOf(application.Name))),
    ];

    /// <summary>Returns the address of the page with the panel of an application.</summary>
    internal static string AddressOf(string name) => $"applications?name={Uri.EscapeDataString(name)}";
}
