using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Findings;
using FleetPortal.Slices.Overview;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Findings;

/// <summary>Adds the worst open findings to the Overview, and those that are contained and wait to be resolved.</summary>
internal sealed class OpenFindings(FindingQueries findings) : IAttentionSource
{
    private const int Shown = 3;

    /// <inheritdoc/>
    public int Order => AttentionOrder.Findings;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AttentionItem>> ReadAsync(AttentionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var page = await findings.ListAsync(new FindingQuery { OnlyActive = true }, 0, Shown, context.Actor, cancellationToken);
        List<AttentionItem> items = [.. page.Items.Select(finding => new AttentionItem(
            FindingLabels.Icon(finding.Kind.Id), finding.Title,
            finding.State == FindingState.Contained ? "Contained. Resolve it when the device is back."
                : $"{FindingLabels.Severity(finding.Severity).Word}, {finding.Id}.", FindingLabels.Address(finding.Id), "Open")
            { At = finding.FirstSeenAt })];
        if (page.Total > Shown)
        {
            items.Add(new AttentionItem(FleetIcons.Findings, $"{Count(page.Total - Shown, "more finding")}", "They wait too.",
                "findings", "List"));
        }

        return items;
    }
}
