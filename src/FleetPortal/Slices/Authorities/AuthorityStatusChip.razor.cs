using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Authorities;

/// <summary>The status of an authority: icon, word and colour. Active is quiet, everything else is tinted.</summary>
public sealed partial class AuthorityStatusChip
{
    private string _class = "";
    private string _icon = "";
    private string _word = "";

    /// <summary>Whose.</summary>
    [Parameter, EditorRequired]
    public AuthorityView Authority { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var now = Time.GetUtcNow();
        (_class, _icon, _word) = Authority.Status switch
        {
            AuthorityStatus.PendingProof => ("tinted pending", FleetIcons.Pending, "Proof needed"),
            AuthorityStatus.Disabled => ("tinted hold", FleetIcons.OnHold, "Disabled"),
            AuthorityStatus.Retired => ("tinted revoked", FleetIcons.Revoked, "Retired"),
            _ when Authority.IsExpired(now) => ("tinted expired", FleetIcons.Expired, "Expired"),
            _ when Authority.NotAfter < now.AddDays(ThingQueries.ExpiringDays) => ("tinted expiring", FleetIcons.Expiring, "Expiring"),
            _ => ("active", FleetIcons.Active, "Active"),
        };
    }
}
