using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>The state of an account: active, invited, disabled or locked.</summary>
public sealed partial class AccountStateChip
{
    /// <summary>The account whose state is shown.</summary>
    [Parameter, EditorRequired]
    public AccountView Person { get; set; } = null!;

    [Inject]
    private SignInThrottle Throttle { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private DateTimeOffset? LockedUntil => Throttle.BlockedUntil(VerifyPassword.EverywhereOf(Person.Name));
}
