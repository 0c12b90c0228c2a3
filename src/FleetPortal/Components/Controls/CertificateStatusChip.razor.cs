using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>The status of a certificate: icon, word and colour, in the words of the filters. Active is quiet, everything else is tinted.</summary>
public sealed partial class CertificateStatusChip
{
    private StatusTone _status = null!;

    /// <summary>The stored status; null where there is no certificate.</summary>
    [Parameter, EditorRequired]
    public CertificateStatus? Status { get; set; }

    /// <summary>When it ends.</summary>
    [Parameter]
    public DateTimeOffset? NotAfter { get; set; }

    /// <summary>Why it was revoked.</summary>
    [Parameter]
    public RevocationReason? Reason { get; set; }

    /// <summary>The authority that signed it does not count any more, so neither does it.</summary>
    [Parameter]
    public bool AuthorityEnded { get; set; }

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnParametersSet() => _status = StatusTones.OfCertificate(Status, NotAfter, AuthorityEnded, Reason, Time.GetUtcNow());
}
