using System.CommandLine;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Accounts;

/// <summary>The slice of people: the own account, local accounts, and sessions.</summary>
internal sealed class AccountsSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Accounts";

    /// <inheritdoc/>
    public IEnumerable<SettingsSection> Settings =>
    [
        new("My account", "", typeof(OwnAccountSection), FleetIcons.Person, Words: "password second factor passkey profile"),
        new("People", "people", typeof(PeopleSection), FleetIcons.People, Permission.Administer, "accounts users invite roles"),
        new("Sessions", "sessions", typeof(SessionsSection), FleetIcons.Session, Words: "signed in where"),
    ];

    /// <inheritdoc/>
    public void MapApi(RouteGroupBuilder api) => AccountEndpoints.Map(api);

    /// <inheritdoc/>
    public IEnumerable<Command> Commands(string[] settings) => [AccountCommand.Create(settings)];
}
