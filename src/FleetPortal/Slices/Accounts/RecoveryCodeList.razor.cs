using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>Recovery codes.</summary>
public sealed partial class RecoveryCodeList
{
    /// <summary>The codes.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Codes { get; set; } = [];
}
