using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Things;

/// <summary>Asks before a Thing is asked to renew its certificate.</summary>
public sealed partial class RotateThingDialog
{
    private int _graceMinutes = StartRotation.StandardGraceMinutes;

    /// <summary>Which Thing.</summary>
    [Parameter, EditorRequired]
    public string ThingName { get; set; } = "";

    /// <summary>Whether it hears of it now.</summary>
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
