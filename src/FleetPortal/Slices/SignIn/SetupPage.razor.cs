using FleetPortal.Authentication;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.SignIn;

/// <summary>The page of the printed set-up link, on which the first administrator chooses a name and a password.</summary>
public sealed partial class SetupPage
{
    [SupplyParameterFromQuery(Name = "token")]
    private string? Token { get; set; }

    [SupplyParameterFromQuery(Name = "name")]
    private string? Name { get; set; }

    [SupplyParameterFromQuery(Name = "fault")]
    private string? Fault { get; set; }

    [Inject]
    private SetupLink Link { get; set; } = null!;
}
