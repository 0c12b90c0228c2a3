using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.SignIn;

/// <summary>The page that shows new recovery codes once, after the person has added a second factor at sign-in.</summary>
public sealed partial class RecoveryCodesDocument
{
    /// <summary>The new recovery codes of the account.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Codes { get; set; } = [];

    /// <summary>The path of the next page.</summary>
    [Parameter, EditorRequired]
    public string Next { get; set; } = "/";
}
