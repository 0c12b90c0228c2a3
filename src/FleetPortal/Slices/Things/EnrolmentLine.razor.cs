using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Things;

/// <summary>Shows the unused enrolment tokens of a Thing, each with a button that ends it.</summary>
public sealed partial class EnrolmentLine
{
    private string? _fault;
    private bool _busy;

    /// <summary>The name of the Thing.</summary>
    [Parameter, EditorRequired]
    public string ThingName { get; set; } = "";

    /// <summary>The unused tokens of the Thing.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<OpenEnrolmentToken> Tokens { get; set; } = [];

    /// <summary>The signed-in person, in whose name actions run.</summary>
    [Parameter, EditorRequired]
    public Actor Actor { get; set; } = null!;

    [Inject]
    private CancelEnrolmentToken Cancel { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private async Task CancelAsync(OpenEnrolmentToken token)
    {
        if (_busy)
        {
            return;
        }

        (_busy, _fault) = (true, null);
        try
        {
            await Cancel.ExecuteAsync(ThingName, token.Id, Actor, CancellationToken.None);
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
