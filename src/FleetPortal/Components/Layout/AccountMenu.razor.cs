using FleetPortal.Slices.Accounts;
using Microsoft.AspNetCore.Components.Authorization;

namespace FleetPortal.Components.Layout;

/// <summary>The menu with the name of the signed-in person, the settings and sign-out.</summary>
public sealed partial class AccountMenu
{
    private bool _open;

    private static string Name(AuthenticationState state) => state.User.Identity?.Name ?? "?";

    private static string Initials(AuthenticationState state) => InitialsOf.Name(Name(state));

    private void Toggle() => _open = !_open;
}
