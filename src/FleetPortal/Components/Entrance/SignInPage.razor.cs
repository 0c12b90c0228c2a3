using FleetPortal.Authentication.SingleSignOn;
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

    private string ChallengeAddress => $"{SingleSignOnEndpoints.ChallengePath[1..]}?returnUrl={Uri.EscapeDataString(ReturnUrl ?? "/")}{(Failed == "role" ? "&again=true" : "")}";

    private string? Fault => Failed switch
    {
        null => null,
        "password" => "Name or password is wrong, or the account is locked for five minutes after five wrong tries.",
        "role" => "You are signed in at your identity provider, but have no role in FleetPortal. Ask your administrator for viewer, support, operator or administrator.",
        "denied" => "You did not sign in at the identity provider.",
        "unreachable" => "The identity provider cannot be reached, or is not the one that was set up. The portal's log says which.",
        "setup" => "That link was used already or is out of date. The portal prints a new one at its start while there is no administrator.",
        _ => "The sign-in at the identity provider was not completed. Try again; the portal's log says what went wrong.",
    };
}
