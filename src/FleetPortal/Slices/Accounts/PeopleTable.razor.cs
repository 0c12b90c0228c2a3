using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>The table of the local accounts.</summary>
public sealed partial class PeopleTable
{
    /// <summary>The accounts to show.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<AccountView> People { get; set; } = [];

    /// <summary>The id of the account whose panel is open, or null.</summary>
    [Parameter]
    public string? Chosen { get; set; }

    /// <summary>Whether every local account needs a second factor.</summary>
    [Parameter]
    public bool RequireSecondFactor { get; set; }

    /// <summary>Whether local accounts can sign in.</summary>
    [Parameter]
    public bool LocalAccounts { get; set; }

    private bool IsMissing(AccountView person) => RequireSecondFactor && person.State == AccountState.Active && !person.HasSecondFactor;
}
