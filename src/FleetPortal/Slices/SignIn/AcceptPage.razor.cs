using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.SignIn;

/// <summary>The page of a one-time link, on which a person sets the password of an account.</summary>
public sealed partial class AcceptPage
{
    private AccountView? _account;

    [SupplyParameterFromQuery(Name = "token")]
    private string? Token { get; set; }

    [SupplyParameterFromQuery(Name = "fault")]
    private string? Fault { get; set; }

    [Inject]
    private AccountQueries Accounts { get; set; } = null!;

    [Inject]
    private PortalSettings Settings { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _account = Settings.LocalAccounts
        ? await Accounts.FindByLinkAsync(Token, CancellationToken.None) : null;
}
