using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Identity;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Connections;

/// <summary>One attempt: the reason as a sentence, each check with the values that it compared, and how to fix it.</summary>
public sealed partial class AttemptDetail
{
    /// <summary>The attempt.</summary>
    [Parameter, EditorRequired]
    public AttemptView Attempt { get; set; } = null!;

    /// <summary>The list without it.</summary>
    [Parameter, EditorRequired]
    public string CloseAddress { get; set; } = "";

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private static string IconOf(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => FleetIcons.Active,
        CheckOutcome.Failed => FleetIcons.Refused,
        _ => FleetIcons.NotReached,
    };
}
