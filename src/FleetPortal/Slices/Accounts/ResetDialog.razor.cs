using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>Makes a one-time link for a person who has lost the password, or never used the invitation.</summary>
public sealed partial class ResetDialog
{
    private bool _removes;
    private AccountLink? _link;

    /// <summary>Who.</summary>
    [Parameter, EditorRequired]
    public AccountView Person { get; set; } = null!;

    [Inject]
    private ResetAccount Reset { get; set; } = null!;

    private Task ResetAsync() => RunAsync(async actor => _link = await Reset.ExecuteAsync(Person.Id, _removes, actor, CancellationToken.None));
}
