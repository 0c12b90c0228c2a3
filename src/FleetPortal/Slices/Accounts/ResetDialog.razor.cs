using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>The dialog that creates a one-time link for a person who lost the password or did not use the invitation.</summary>
public sealed partial class ResetDialog
{
    private bool _removes;
    private AccountLink? _link;

    /// <summary>The account to reset.</summary>
    [Parameter, EditorRequired]
    public AccountView Person { get; set; } = null!;

    [Inject]
    private ResetAccount Reset { get; set; } = null!;

    private Task ResetAsync() =>
        RunAsync(async actor => _link = await Reset.ExecuteAsync(Person.Id, _removes, actor, CancellationToken.None));
}
