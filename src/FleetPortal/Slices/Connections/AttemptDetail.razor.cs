using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Identity;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Connections;

/// <summary>The panel of one attempt: the reason as a sentence, each check with the compared values, and the remedy.</summary>
public sealed partial class AttemptDetail
{
    /// <summary>The attempt to show.</summary>
    [Parameter, EditorRequired]
    public AttemptView Attempt { get; set; } = null!;

    /// <summary>The address of the list without the panel.</summary>
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
