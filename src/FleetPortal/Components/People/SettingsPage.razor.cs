using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Events;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Components.People;

/// <summary>One's own account, and for administrators the people, API tokens and sessions of the portal.</summary>
public sealed partial class SettingsPage
{
    private AccountView? _own;
    private IReadOnlyList<PasskeyView> _passkeys = [];
    private IReadOnlyList<AccountView>? _people;
    private IReadOnlyList<ApiTokenView>? _tokens;
    private IReadOnlyList<SessionView>? _sessions;

    /// <summary>Which part; null is one's own account.</summary>
    [Parameter]
    public string? Section { get; set; }

    [SupplyParameterFromQuery(Name = "id")]
    private string? Id { get; set; }

    [Inject]
    private AccountQueries Accounts { get; set; } = null!;

    [Inject]
    private Passkeys OwnPasskeys { get; set; } = null!;

    [Inject]
    private ApiTokenQueries Tokens { get; set; } = null!;

    [Inject]
    private SessionQueries Sessions { get; set; } = null!;

    [Inject]
    private PortalSettings Settings { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string Part => Section?.ToLowerInvariant() ?? "account";

    private bool MayAdminister => Actor?.May(Permission.Administer) == true;

    private IReadOnlyList<SessionView> OwnSessions => [.. _sessions?.Where(session => session.Kind == Actor.Kind && session.PersonId == Actor.Identity) ?? []];

    private string Summary => _people is { } people && Part == "people"
        ? $"{people.Count} {(people.Count == 1 ? "person" : "people")}, {people.Count(person => person.State == AccountState.Active)} can sign in"
        : "";

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind == FleetEventKind.AccessChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _sessions = await Sessions.ListAsync(Actor, cancellationToken);
        _own = Actor is { Kind: ActorKinds.Account, Id: { } id } ? await Accounts.GetAsync(id, Actor, cancellationToken) : null;
        _passkeys = await OwnPasskeys.ListAsync(Actor, cancellationToken);
        (_people, _tokens) = MayAdminister ? (await Accounts.ListAsync(Actor, cancellationToken), await Tokens.ListAsync(Actor, cancellationToken)) : (null, null);
    }

    private IReadOnlyList<SessionView> SessionsOf(AccountView person) => [.. _sessions?.Where(session => session.Kind == ActorKinds.Account && session.PersonId == person.Id) ?? []];

    private void Close() => Navigation.NavigateTo("settings/people");

    private async Task InviteAsync() => await (await Dialogs.ShowAsync<InviteDialog>("Invite")).Result;
}
