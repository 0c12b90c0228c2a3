using System.Globalization;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Certificates;

/// <summary>A bar that shows how much of the validity of a certificate has passed.</summary>
public sealed partial class ValidityBar
{
    /// <summary>The certificate whose validity is shown.</summary>
    [Parameter, EditorRequired]
    public CertificateView Certificate { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private double Passed => Math.Clamp((Viewer.Now - Certificate.NotBefore) / (Certificate.NotAfter - Certificate.NotBefore), 0, 1);

    private string Share => Passed.ToString("0.##%", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal);

    private string State => Certificate.Status switch
    {
        CertificateStatus.Revoked => "ended",
        _ when Certificate.NotAfter < Viewer.Now => "ended",
        CertificateStatus.Inactive => "hold",
        _ => "active",
    };

    private string Words => Certificate.Status switch
    {
        CertificateStatus.Revoked => "revoked",
        _ when Certificate.NotAfter < Viewer.Now => "expired",
        _ when Certificate.NotBefore > Viewer.Now => "not valid yet",
        CertificateStatus.Inactive => $"on hold, {Left}",
        _ => Left,
    };

    private string Left => Certificate.HasNoEnd ? "no end" : (Certificate.NotAfter - Viewer.Now).TotalDays switch
    {
        < 1 => "less than a day left",
        < 2 => "1 day left",
        var days => $"{Number((long)days)} days left",
    };
}
