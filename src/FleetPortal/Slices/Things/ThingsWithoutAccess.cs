using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Things;
using FleetPortal.Slices.Overview;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Things;

/// <summary>Adds attention items to the Overview about Things that cannot connect. Each Thing is counted in one item only.</summary>
public sealed class ThingsWithoutAccess : IAttentionSource
{
    /// <inheritdoc/>
    public int Order => AttentionOrder.Access;

    /// <inheritdoc/>
    public Task<IReadOnlyList<AttentionItem>> ReadAsync(AttentionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult<IReadOnlyList<AttentionItem>>([.. Of(context.Counts.Out)]);
    }

    private static IEnumerable<AttentionItem> Of(OutOfAccess kept)
    {
        if (kept.Stranded > 0)
        {
            yield return new(
                FleetIcons.Authority, $"{Count(kept.Stranded, "Thing depends", "Things depend")} on an authority that is not trusted",
                "The authority was disabled or retired, or it has expired. Enable it, or issue new certificates.", "authorities", "Open");
        }

        if (kept.Expired > 0)
        {
            yield return new(FleetIcons.Expired, $"{Count(kept.Expired, "Thing has", "Things have")} an expired certificate",
                $"{(kept.Expired == 1 ? "It" : "They")} cannot connect: issue "
                + $"{(kept.Expired == 1 ? "a new certificate" : "new certificates")}.", ListOf("status:expired enabled:yes"));
        }

        if (kept.NoCertificate > 0)
        {
            yield return new(
                FleetIcons.Issue, $"{Count(kept.NoCertificate, "Thing has", "Things have")} no certificate",
                $"{(kept.NoCertificate == 1 ? "It has" : "They have")} no certificate or only revoked ones, and cannot connect.",
                ListOf("status:none enabled:yes"));
        }

        if (kept.OnHold > 0)
        {
            yield return new(FleetIcons.OnHold,
                $"{Count(kept.OnHold, "Thing is", "Things are")} on hold", kept.OnHold == 1 ? "Release or revoke its certificate."
                : "Release or revoke their certificates.", ListOf("status:hold enabled:yes"), "Review");
        }
    }
    private static string ListOf(string query) => $"things?q={Uri.EscapeDataString(query)}";
}
