using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>The status of a certificate: icon, word and colour, in the words of the filters. Active is quiet, everything else is tinted.</summary>
public sealed partial class CertificateStatusChip
{
    private string _class = "";
    private string _icon = "";
    private string _word = "";

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
    protected override void OnParametersSet()
    {
        var now = Time.GetUtcNow();
        var soon = now.AddDays(ThingQueries.ExpiringDays);
        var expired = NotAfter < now;
        (_class, _icon, _word) = Status switch
        {
            null => ("offline", FleetIcons.NotReached, "No certificate"),
            CertificateStatus.Revoked => ("tinted revoked", FleetIcons.Revoked, Reason is { } reason ? $"Revoked: {reason.Text()}" : "Revoked"),
            _ when expired => ("tinted expired", FleetIcons.Expired, "Expired"),
            _ when AuthorityEnded => ("tinted revoked", FleetIcons.Refused, "Authority not trusted"),
            CertificateStatus.Inactive => ("tinted hold", FleetIcons.OnHold, "On hold"),
            CertificateStatus.PendingActivation => ("tinted pending", FleetIcons.Pending, "Pending activation"),
            _ when NotAfter < soon => ("tinted expiring", FleetIcons.Expiring, "Expiring"),
            _ => ("active", FleetIcons.Active, "Active"),
        };
    }
}
