using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>The dialog that changes the role of an account.</summary>
public sealed partial class ChangeRoleDialog
{
    private Role _role;

    /// <summary>The account to change.</summary>
    [Parameter, EditorRequired]
    public AccountView Person { get; set; } = null!;

    [Inject]
    private ChangeAccount Change { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnInitialized() => _role = Person.Role;

    private Task SaveAsync() => RunAsync(async actor =>
    {
        await Change.ExecuteAsync(Person.Id, new AccountChange(Role: _role), actor, CancellationToken.None);
        Complete();
    });
}
