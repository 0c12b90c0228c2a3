using FleetPortal.Fleet.Rotations;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Things;

/// <summary>The dialog that starts the rotation of a Thing's certificate.</summary>
public sealed partial class RotateThingDialog
{
    private int _graceMinutes = StartRotation.StandardGraceMinutes;

    /// <summary>The name of the Thing.</summary>
    [Parameter, EditorRequired]
    public string ThingName { get; set; } = "";

    /// <summary>Whether the Thing is connected and gets the command at once.</summary>
    [Parameter]
    public bool IsConnected { get; set; }

    [Inject]
    private StartRotation Start { get; set; } = null!;

    private Task RotateAsync() => RunAsync(async actor =>
    {
        await Start.ExecuteAsync(ThingName, _graceMinutes, actor, CancellationToken.None);
        Dialog.Close(DialogResult.Ok(true));
    });
}
