using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Accounts;

/// <summary>The panel of one account: state, rights, sessions, and the actions of an administrator.</summary>
public sealed partial class PersonPanel
{
    /// <summary>The account to show.</summary>
    [Parameter, EditorRequired]
    public AccountView Person { get; set; } = null!;

    /// <summary>The open sessions of the account.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<SessionView> Sessions { get; set; } = [];

    /// <summary>Called when the panel should close.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    [Inject]
    private ChangeAccount Change { get; set; } = null!;

    [Inject]
    private UnlockAccount Unlock { get; set; } = null!;

    [Inject]
    private EndSessions End { get; set; } = null!;

    [Inject]
    private SignInThrottle Throttle { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private bool IsLocked => Throttle.IsBlocked(VerifyPassword.EverywhereOf(Person.Name));

    private async Task ChangeRoleAsync() => await (await Dialogs.ShowAsync<ChangeRoleDialog>("Role",
        new DialogParameters<ChangeRoleDialog> { { x => x.Person, Person } })).Result;

    private async Task ResetAsync() =>
        await (await Dialogs.ShowAsync<ResetDialog>("Reset", new DialogParameters<ResetDialog> { { x => x.Person, Person } })).Result;

    private Task EndSessionsAsync() => TryAsync(async actor =>
    {
        var ended = await End.AllOfAsync(ActorKinds.Account, Person.Id, actor, CancellationToken.None);
        Snackbar.Add($"{Count(ended, "session")} of {Person.Shown} ended.", Severity.Normal);
    });

    private Task EnableAsync(bool enabled) => TryAsync(async actor =>
    {
        await Change.ExecuteAsync(Person.Id, new AccountChange(Enabled: enabled), actor, CancellationToken.None);
        Snackbar.Add(enabled
            ? $"{Person.Shown} can sign in again." : $"{Person.Shown} is disabled and signed out everywhere.", Severity.Normal);
    });

    private Task UnlockAsync() => TryAsync(async actor =>
    {
        await Unlock.ExecuteAsync(Person.Id, actor, CancellationToken.None);
        Snackbar.Add($"{Person.Shown} can sign in again now.", Severity.Normal);
    });
}
