using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>The local accounts.</summary>
public sealed partial class PeopleTable
{
    /// <summary>Who there is.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<AccountView> People { get; set; } = [];

    /// <summary>Whose panel is open.</summary>
    [Parameter]
    public string? Chosen { get; set; }

    /// <summary>Everyone needs a second factor.</summary>
    [Parameter]
    public bool RequireSecondFactor { get; set; }

    /// <summary>Whether local accounts can sign in at all.</summary>
    [Parameter]
    public bool LocalAccounts { get; set; }
}
