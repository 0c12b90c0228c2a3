using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.SignIn;

/// <summary>Shows recovery codes, this once.</summary>
public sealed partial class RecoveryCodesDocument
{
    /// <summary>The codes.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Codes { get; set; } = [];

    /// <summary>Where to go on.</summary>
    [Parameter, EditorRequired]
    public string Next { get; set; } = "/";
}
