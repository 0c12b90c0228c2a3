using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Health;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Slices.Overview;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Health;

/// <summary>Adds attention items to the Overview about faults of the portal's clock and of CRLs.</summary>
public sealed class PortalFaults(SelfCheck check) : IAttentionSource
{
    /// <inheritdoc/>
    public int Order => AttentionOrder.Portal;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AttentionItem>> ReadAsync(AttentionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Actor.May(Permission.Read) ? [.. Of(await check.AskAsync(cancellationToken), context.Day)] : [];
    }

    /// <summary>Returns the entries for a state.</summary>
    /// <param name="state">The result of the self-check.</param>
    /// <param name="day">Formats a date in the time zone of the viewer.</param>
    public static IEnumerable<AttentionItem> Of(PortalState state, Func<DateTimeOffset, string> day)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(day);
        return Entries(state, day);
    }

    private static IEnumerable<AttentionItem> Entries(PortalState state, Func<DateTimeOffset, string> day)
    {
        if (state.ClockBehind > TimeSpan.Zero)
        {
            yield return new(
                FleetIcons.Expired, $"The portal's clock is {Span(state.ClockBehind)} behind its own audit log",
                "The clock was set back, or it was wrong before. Correct it: until then the portal can accept expired "
                    + "certificates. Then check what was issued in the meantime.");
        }

        if (state.CrlPartsOver > 0)
        {
            yield return new(
                FleetIcons.Revoked, $"{Count(state.CrlPartsOver, "part of a CRL is", "parts of CRLs are")} past nextUpdate",
                "Clients that check them refuse every certificate. The log of the portal contains the reason. The portal tries "
                    + "again every minute.", "authorities", "Open");
        }
        else if (state.CrlPartsWaiting > 0)
        {
            yield return new(
                FleetIcons.Revoked, $"{Count(state.CrlPartsWaiting, "part of a CRL is", "parts of CRLs are")} not published yet",
                "Sessions are closed and OCSP is up to date, but clients that use CRLs do not know the change yet. The log of "
                    + "the portal contains the reason. "
                    + "The portal tries again every minute.", "authorities", "Open");
        }

        if (state is { CrlPartsOver: 0, CrlsNotValid: { Count: > 0 } early })
        {
            yield return new(
                FleetIcons.Revoked, $"Not valid yet: {string.Join(", ", early)}",
                "The clock was ahead when this CRL was published. Clients refuse every certificate that it covers. The portal "
                    + "replaces it within a minute.", "authorities", "Open");
        }

        if (state.CrlsAhead.Count > 0)
        {
            yield return new(
                FleetIcons.Warning, $"Published while the clock was ahead: {string.Join(", ", state.CrlsAhead.Select(crl => crl.Name))}",
                $"The CRL was replaced. A client with a copy of it may see no newer revocation until "
                    + $"{day(state.CrlsAhead.Max(crl => crl.Until))}. OCSP is correct.", "authorities", "Open");
        }

        if (state.ExternalCrlsOverdue > 0)
        {
            yield return new(
                FleetIcons.Warning,
                $"{Count(state.ExternalCrlsOverdue, "CRL of an external authority is", "CRLs of external authorities are")} overdue",
                "The portal does not know newer revocations by this authority. Its devices can still connect.", "authorities", "Open");
        }
    }

    private static string Span(TimeSpan span) => span switch
    {
        { TotalHours: < 2 } => $"{span.TotalMinutes:0} minutes",
        { TotalDays: < 2 } => $"{span.TotalHours:0} hours",
        _ => $"{span.TotalDays:0} days",
    };
}
