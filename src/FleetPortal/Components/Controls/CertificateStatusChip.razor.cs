using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>
/// Shows the status of a certificate as icon, word and colour. The words are those of the filters. Every status except active has a colour.
/// </summary>
public sealed partial class CertificateStatusChip
{
    private StatusTone _status = null!;

    /// <summary>The stored status; null if there is no certificate.</summary>
    [Parameter, EditorRequired]
    public CertificateStatus? Status { get; set; }

    /// <summary>When the certificate expires.</summary>
    [Parameter]
    public DateTimeOffset? NotAfter { get; set; }

    /// <summary>The reason of the revocation, or null.</summary>
    [Parameter]
    public RevocationReason? Reason { get; set; }

    /// <summary>Whether the authority of the certificate is not trusted any more, so that the certificate is not accepted either.</summary>
    [Parameter]
    public bool AuthorityEnded { get; set; }

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnParametersSet() =>
        _status = StatusTones.OfCertificate(Status, NotAfter, AuthorityEnded, Reason, Time.GetUtcNow());
}
