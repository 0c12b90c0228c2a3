using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Certificates;

/// <summary>
/// Draws the chain of a certificate from the root down: each authority with its current status, and whether the path is trusted.
/// </summary>
public sealed partial class ChainDrawing
{
    /// <summary>The certificate with its chain.</summary>
    [Parameter, EditorRequired]
    public CertificateDetail Detail { get; set; } = null!;

    [Inject]
    private ExpiryPolicy Policy { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private (string State, string Words) Leaf => Detail.Certificate switch
    {
        { Status: CertificateStatus.Revoked } => ("ended", "revoked"),
        var certificate when certificate.NotAfter < Viewer.Now => ("ended", $"expired {Viewer.Day(certificate.NotAfter)}"),
        { Status: CertificateStatus.Inactive } => ("hold", "on hold"),
        { Status: CertificateStatus.PendingActivation } => ("expiring", "pending activation"),
        var certificate => ("active", $"until {Viewer.Day(certificate.NotAfter)}"),
    };

    // The attempts show the reason why a path is not trusted. The drawing only shows that it is not.
    private string Verdict => Detail.Certificate.IsPinned ? "pinned: trusted for this Thing only"
        : Detail.Notes.Count > 0 ? "accepted for this Thing only"
        : !Detail.Path.Trusted ? "checked now, not trusted"
        : Viewer.Now > Detail.Path.NotAfter ? "checked now, an authority has expired"
        : "checked now, trusted";

    private (string State, string Words) Of(ChainLink link) => link switch
    {
        { Status: AuthorityStatus.Disabled } => ("hold", "disabled"),
        { Status: AuthorityStatus.Retired } => ("ended", "retired"),
        { Status: AuthorityStatus.PendingProof } => ("ended", "not proven"),
        _ when link.NotAfter < Viewer.Now => ("ended", $"expired {Viewer.Day(link.NotAfter)}"),
        _ when Policy.WarningFor(link.NotAfter, Viewer.Now) is { } => ("expiring", $"expires {Viewer.Day(link.NotAfter)}"),
        _ => ("active", $"until {Viewer.Day(link.NotAfter)}"),
    };
}
