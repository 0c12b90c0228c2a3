using FleetPortal.Authentication;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace FleetPortal.Slices.Accounts;

/// <summary>The account of the signed-in person: password, second factors, sessions.</summary>
public sealed partial class OwnAccount
{
    private string _shown = "";

    /// <summary>The local account; null for a persona and for a person of the identity provider.</summary>
    [Parameter]
    public AccountView? Account { get; set; }

    /// <summary>The passkeys of the account.</summary>
    [Parameter]
    public IReadOnlyList<PasskeyView> Passkeys { get; set; } = [];

    /// <summary>The sessions of the person.</summary>
    [Parameter]
    public IReadOnlyList<SessionView> Sessions { get; set; } = [];

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private SecondFactors Factors { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private Actor? Person { get; set; }

    private bool MayUsePasskeys => new Uri(Navigation.BaseUri) is var here && PasskeyEndpoints.IsPossible(here.Scheme, here.Host);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        Person = (await Authentication).User.FindActor();
        _shown = Account?.Shown ?? Person?.Name ?? "";
    }

    private async Task ShowAsync<T>(DialogParameters? parameters = null)
        where T : IComponent => await (await Dialogs.ShowAsync<T>("Account", parameters ?? [])).Result;

    private Task RemoveTotpAsync() => ConfirmAsync(
        "Remove the authenticator app", "Its codes stop working.", "Remove",
        async (password, actor) =>
        {
            await Factors.RemoveTotpAsync(password, actor, CancellationToken.None);
            return [];
        });

    private Task RemovePasskeyAsync(PasskeyView passkey) => ConfirmAsync(
        $"Remove {passkey.Name}", "You cannot sign in with this passkey any more.", "Remove",
        async (password, actor) =>
        {
            await Factors.RemovePasskeyAsync(passkey.Id, password, actor, CancellationToken.None);
            return [];
        });

    private Task RenewCodesAsync() => ConfirmAsync(
        "New recovery codes", "The codes that you have now stop working.", "Make new codes",
        (password, actor) => Factors.RenewRecoveryCodesAsync(password, actor, CancellationToken.None));

    private Task ConfirmAsync(string title, string text, string button, Func<string, Actor, Task<IReadOnlyList<string>>> act) =>
        ShowAsync<PasswordConfirmDialog>(new DialogParameters<PasswordConfirmDialog> { { x => x.Title, title },
            { x => x.Text, text }, { x => x.Button, button }, { x => x.Act, act } });
}
