using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Findings;

namespace FleetPortal.Slices.Findings;

/// <summary>Finds findings in the palette: by their identifier, and the active ones by the name of their Thing.</summary>
internal sealed class FindingsByText(FindingQueries findings) : IPaletteSource
{
    /// <inheritdoc/>
    public int Order => PaletteOrder.Findings;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PaletteHit>> FindAsync(PaletteQuery query, CancellationToken cancellationToken)
    {
        var text = query.Text.Trim();
        var wanted = FindingId.Parse(text) is { } key && text.Contains('-', StringComparison.Ordinal)
            ? new FindingQuery { Key = key } : new FindingQuery { OnlyActive = true, Words = [text] };
        var page = await findings.ListAsync(wanted, 0, IPaletteSource.MaxHits, query.Actor, cancellationToken);
        return [.. page.Items.Select(finding => new PaletteHit(
            FindingLabels.Icon(finding.Kind.Id), finding.Title, $"{finding.Id}, {FindingLabels.State(finding.State).Word}",
            FindingLabels.Address(finding.Id)))];
    }
}
