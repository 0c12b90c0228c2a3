using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Fleet.Applications;

/// <summary>An application as pages and the API show it.</summary>
/// <param name="Name">The unique name, also the beginning of its client identifiers.</param>
/// <param name="Owner">Who answers for it; may be empty.</param>
/// <param name="Note">What it is for; may be empty.</param>
/// <param name="Rights">What it may hear and publish.</param>
/// <param name="MaxConnections">How many connections it may have at the same time.</param>
/// <param name="Enabled">Whether it may connect.</param>
/// <param name="DeletedAt">When it was deleted; null if it was not.</param>
/// <param name="LastSeenAt">When a connection of it last began or ended; null for never.</param>
/// <param name="Version">Rises with each change.</param>
/// <param name="Certificates">Its certificates, newest first.</param>
public sealed record ApplicationView(
    string Name, string Owner, string Note, ApplicationRights Rights, int MaxConnections, bool Enabled, DateTimeOffset? DeletedAt,
    DateTimeOffset CreatedAt, DateTimeOffset? LastSeenAt, long Version, IReadOnlyList<CertificateView> Certificates)
{
    /// <summary>The certificate that says most about the state: a usable one with the latest end, or else the newest one.</summary>
    public CertificateView? CurrentAt(DateTimeOffset now) =>
        Certificates.Where(certificate => certificate.IsUsable(now)).MaxBy(certificate => certificate.NotAfter)
            ?? (Certificates.Count == 0 ? null : Certificates[0]);
}
