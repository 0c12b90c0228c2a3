using FleetPortal.Configuration;
using FleetPortal.Fleet.Authorities;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Entrance;

/// <summary>The way in: single sign-on, a local account, or a persona of the demo.</summary>
public sealed partial class SignInPage
{
    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "failed")]
    private string? Failed { get; set; }

    [Inject]
    private PortalSettings Settings { get; set; } = null!;

    [Inject]
    private AuthorityVault Vault { get; set; } = null!;

    private string? Fault => Failed switch
    {
        null => null,
        "password" => "Name or password is wrong, or the account is locked for five minutes after five wrong tries.",
        "role" => "The identity provider gave you none of the roles that may come in here. An administrator of the provider can.",
        "setup" => "That link was used already or is out of date. The portal prints a new one at its start while there is no administrator.",
        _ => "The identity provider did not let you in.",
    };
}
