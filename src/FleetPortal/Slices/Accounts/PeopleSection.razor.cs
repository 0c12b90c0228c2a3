using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Accounts;

/// <summary>The section <em>People</em> of the settings page: the local accounts, and the panel of the account in the address.</summary>
public sealed partial class PeopleSection
{
    private IReadOnlyList<AccountView> _people = [];
    private IReadOnlyList<SessionView> _sessions = [];

    [SupplyParameterFromQuery(Name = "id")]
    private string? Id { get; set; }

    [Inject]
    private AccountQueries Accounts { get; set; } = null!;

    [Inject]
    private SessionQueries Sessions { get; set; } = null!;

    [Inject]
    private PortalSettings Settings { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string Summary =>
        $"{Count(_people.Count, "person", "people")}, {_people.Count(person => person.State == AccountState.Active)} can sign in";

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind == FleetEventKind.AccessChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _people = await Accounts.ListAsync(Actor, cancellationToken);
        _sessions = await Sessions.ListAsync(Actor, cancellationToken);
    }

    private IReadOnlyList<SessionView> SessionsOf(
        AccountView person) => [.. _sessions.Where(session => session.Kind == ActorKinds.Account && session.PersonId == person.Id)];

    private void Close() => Navigation.NavigateTo("settings/people");

    private async Task InviteAsync() => await (await Dialogs.ShowAsync<InviteDialog>("Invite")).Result;
}
