using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>Shows recovery codes, with a button that copies them.</summary>
public sealed partial class RecoveryCodeList
{
    /// <summary>The codes to show.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Codes { get; set; } = [];
}
