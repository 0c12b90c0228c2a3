using FleetPortal.Components.Controls;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Rotation;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Things;

/// <summary>How far an open rotation is, and the two ways to end it.</summary>
public sealed partial class RotationLine
{
    private string? _fault;
    private bool _busy;

    /// <summary>Which one; it is open.</summary>
    [Parameter, EditorRequired]
    public RotationView Rotation { get; set; } = null!;

    /// <summary>Who looks.</summary>
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
        RotationState.Requested => "A new certificate is asked for.",
        RotationState.Issued => "A new certificate is issued.",
        _ => "The new certificate is proven.",
    };

    private string Words => Rotation.State switch
    {
        RotationState.Requested => $"Since {Viewer.Exact(Rotation.RequestedAt)}. {Rotation.ThingName} is told when it is connected, and again whenever it comes.",
        RotationState.Issued => $"Since {Viewer.Exact(Rotation.IssuedAt!.Value)}. The old one stays valid until {Rotation.ThingName} has connected with it.",
        _ => $"{Rotation.ThingName} connected with it at {Viewer.Exact(Rotation.ProvenAt!.Value)}. The old one is retired at {Viewer.Exact(Rotation.CommitDueAt!.Value)}.",
    };

    private Task CommitAsync() => DoAsync(() => Commit.ExecuteAsync(Rotation.ThingName, Rotation.Id, Actor, CancellationToken.None));

    private Task RollBackAsync() => DoAsync(() => RollBack.ExecuteAsync(Rotation.ThingName, Rotation.Id, Actor, CancellationToken.None));

    private async Task DoAsync(Func<Task> action)
    {
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
