using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Connections;

namespace FleetPortal.Slices.Connections;

/// <summary>Finds live connections by their remote address in the palette.</summary>
internal sealed class ConnectionsByAddress(ConnectionQueries connections) : IPaletteSource
{
    /// <inheritdoc/>
    public int Order => PaletteOrder.Connections;

    /// <inheritdoc/>
    public Task<IReadOnlyList<PaletteHit>> FindAsync(
        PaletteQuery query, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<PaletteHit>>(
        query.Text.Any(c => c is '.' or ':')
            ? [
                .. connections.List(query.Text, query.Actor)
                    .Where(connection => connection.RemoteAddress.Contains(query.Text, StringComparison.Ordinal))
                    .Take(IPaletteSource.MaxHits).Select(connection => new PaletteHit(
                        FleetIcons.Connected, connection.ClientId,
                        $"connected from {connection.RemoteAddress}", $"things/{Uri.EscapeDataString(connection.ClientId)}/connections")),
            ]
            : []);
}
