using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Things;

/// <summary>Shows the state of an open rotation, with the buttons commit and roll back.</summary>
public sealed partial class RotationLine
{
    private string? _fault;
    private bool _busy;

    /// <summary>The rotation to show, which is open.</summary>
    [Parameter, EditorRequired]
    public RotationView Rotation { get; set; } = null!;

    /// <summary>The signed-in person, in whose name actions run.</summary>
    [Parameter, EditorRequired]
    public Actor Actor { get; set; } = null!;

    [Inject]
    private CommitRotation Commit { get; set; } = null!;

    [Inject]
    private RollBackRotation RollBack { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private string Title => Rotation.State switch
    {
        RotationState.Requested => "Renewal requested.",
        RotationState.Issued => "A new certificate is issued.",
        _ => $"{Rotation.ThingName} uses its new certificate since {Viewer.Exact(Rotation.ProvenAt!.Value)}.",
    };

    private string Words => Rotation.State switch
    {
        RotationState.Requested =>
            $"{Rotation.ThingName} was asked {Viewer.Exact(Rotation.RequestedAt)}; it is asked again each time it connects.",
        RotationState.Issued =>
            $"Since {Viewer.Exact(Rotation.IssuedAt!.Value)}. The old one stays valid until {Rotation.ThingName} has connected with "
            + $"the new one.",
        _ when Rotation.KeepsOld =>
            $"The rotation ends {Viewer.Exact(Rotation.CommitDueAt!.Value)} ({Viewer.Relative(Rotation.CommitDueAt!.Value)}). The "
            + $"factory certificate stays valid, because the device uses it again after a reset.",
        _ => $"The old one stops working {Viewer.Exact(Rotation.CommitDueAt!.Value)} ({Viewer.Relative(Rotation.CommitDueAt!.Value)}).",
    };

    private Task CommitAsync() => DoAsync(() => Commit.ExecuteAsync(Rotation.ThingName, Rotation.Id, Actor, CancellationToken.None));

    private Task RollBackAsync() => DoAsync(() => RollBack.ExecuteAsync(Rotation.ThingName, Rotation.Id, Actor, CancellationToken.None));

    private async Task DoAsync(Func<Task> action)
    {
        if (_busy)
        {
            return;
        }

        (_busy, _fault) = (true, null);
        try
        {
            await action();
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
        finally
        {
            _busy = false;
        }
    }
}
