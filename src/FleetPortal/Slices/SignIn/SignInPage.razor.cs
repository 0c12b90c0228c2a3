using FleetPortal.Authentication.SingleSignOn;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Authorities;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.SignIn;

/// <summary>The sign-in page: single sign-on, a local account, or a persona of the demo.</summary>
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

    [Inject]
    private AccountQueries Accounts { get; set; } = null!;

    private bool _isNew;

    private string ChallengeAddress =>
        $"{SingleSignOnEndpoints.ChallengePath[1..]}?returnUrl={Uri.EscapeDataString(ReturnUrl ?? "/")}"
            + (Failed == "role" ? "&again=true" : "");

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() =>
        _isNew = Settings is { LocalAccounts: true, Personas: false } && !await Accounts.HasAdministratorAsync(CancellationToken.None);

    private string? Fault => Failed switch
    {
        null => null,
        "password" => "Wrong name or password. After five wrong tries, wait five minutes.",
        "role" => "You are signed in at your identity provider, but have no role in FleetPortal. Ask your administrator for one: viewer, "
            + "support or operator.",
        "denied" => "You did not sign in at the identity provider.",
        "unreachable" => "The identity provider cannot be reached, or its issuer is not the configured one. See the log of the portal.",
        "setup" => "This link was used or replaced. Use the link in the latest start-up output.",
        "late" => "The second step took too long, or your account has changed. Sign in again.",
        "passkey" => "The passkey was not accepted. Try again, or sign in with name and password.",
        _ => "The sign-in at the identity provider was not completed. Try again. The log of the portal contains the reason.",
    };
}
