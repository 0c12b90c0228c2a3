using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Attempts;

namespace FleetPortal.Slices.Connections;

/// <summary>
/// Finds connect attempts in the palette. An IP address is always searched. Any other text is searched only without other results, to find
/// a
/// device that was never accepted.
/// </summary>
internal sealed class AttemptsByText(AttemptQueries attempts) : IPaletteSource
{
    /// <inheritdoc/>
    public int Order => PaletteOrder.Attempts;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PaletteHit>> FindAsync(PaletteQuery query, CancellationToken cancellationToken)
    {
        var (word, isAddress) = (query.Text, IsAddress(query.Text));
        if (word.Length > AttemptQuery.MaxText || !(isAddress || query.Found.Count == 0))
        {
            return [];
        }

        var wanted = isAddress ? new AttemptQuery(Text: word) : new AttemptQuery(ClientId: word);
        if (await attempts.ListAsync(wanted, null, 1, query.Actor, cancellationToken) is not [var newest])
        {
            return [];
        }

        return
        [
            new PaletteHit(
                newest.Allowed ? FleetIcons.Connections
                    : FleetIcons.Refused, $"Attempts {(isAddress ? "from" : "of")} {TextParts.Plain(word)}",
                newest.Reason is { } reason
                    ? $"last refused: {reason}" : "last accepted", $"connections/attempts?q={Uri.EscapeDataString(word)}"),
        ];
    }

    private static bool IsAddress(string word) =>
        word.Any(char.IsAsciiDigit)
            && word.Any(c => c is '.' or ':') && word.All(c => char.IsAsciiHexDigit(c) || c is '.' or ':' or '[' or ']');
}
