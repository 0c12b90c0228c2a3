using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Applications;
using FleetPortal.Fleet.Things;
using FleetPortal.Slices.Overview;

namespace FleetPortal.Slices.Applications;

/// <summary>
/// Adds an attention item for each enabled application whose last usable certificate has ended or ends within
/// <see cref="ThingQueries.ExpiringDays"/>: what it hears would be kept nowhere.
/// </summary>
public sealed class ApplicationsWithoutAccess(ApplicationQueries applications) : IAttentionSource
{
    /// <inheritdoc/>
    public int Order => AttentionOrder.Expiry;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AttentionItem>> ReadAsync(AttentionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var soon = context.Now.AddDays(ThingQueries.ExpiringDays);
        return
        [
            .. (await applications.ListAsync(null, null, ApplicationQueries.MaxListed, context.Actor, cancellationToken))
                .Where(application => application is { Enabled: true, Certificates.Count: > 0 })
                .Select(application => (application.Name, Certificate: application.CurrentAt(context.Now)!))
                .Where(one => !one.Certificate.IsUsable(context.Now) || one.Certificate.NotAfter < soon)
                .Select(one => new AttentionItem(FleetIcons.Applications,
                    one.Certificate.IsUsable(context.Now)
                        ? $"The application {one.Name} loses access on {context.Day(one.Certificate.NotAfter)}"
                        : $"The application {one.Name} cannot connect",
                    "Renew its certificate over EST, or issue a new one.", ApplicationsByName.AddressOf(one.Name), "Open")),
        ];
    }
}
