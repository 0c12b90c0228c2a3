using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Waves;
using FleetPortal.Slices.Overview;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Certificates;

/// <summary>Adds an attention item to the Overview about a renewal storm, and offers to spread the renewals.</summary>
public sealed class ManyRenewals : IAttentionSource
{
    /// <inheritdoc/>
    public int Order => AttentionOrder.Expiry;

    /// <inheritdoc/>
    public Task<IReadOnlyList<AttentionItem>> ReadAsync(AttentionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult<IReadOnlyList<AttentionItem>>(context.Storm is { } storm ? [Of(storm, context.Day)] : []);
    }

    private static AttentionItem Of(RenewalStorm storm, Func<DateTimeOffset, string> day)
    {
        var week = new CertificateQuery(ExpiresFrom: storm.From, ExpiresBefore: storm.From.AddDays(7), Usable: true);
        return new AttentionItem(
            FleetIcons.Storm, $"{Number(storm.Count)} certificates expire in the week of {day(storm.From)}",
            $"A renewal storm. Renew them now with expiry dates spread over {storm.SpreadWeeks} weeks.", ExpiryChart.AddressOf(storm.From))
        {
            Rotate = new WaveSelection(Certificates: new CertificateSelection(null, week)),
            SpreadDays = storm.SpreadWeeks * 7,
        };
    }
}
