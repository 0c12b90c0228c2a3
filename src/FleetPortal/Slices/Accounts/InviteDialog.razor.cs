using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>The dialog that creates an account and shows the one-time link for its owner.</summary>
public sealed partial class InviteDialog
{
    private string _name = "";
    private string? _fullName;
    private Role _role = Role.Viewer;
    private AccountLink? _link;

    [Inject]
    private InviteAccount Invite { get; set; } = null!;

    private Task InviteAsync() =>
        RunAsync(async actor => _link = await Invite.ExecuteAsync(_name, _fullName, _role, actor, CancellationToken.None));
}
