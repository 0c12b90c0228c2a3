using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Enrolment;

/// <summary>Shows the unused enrolment tokens of a Thing or an application, each with a button that ends it.</summary>
public sealed partial class EnrolmentLine
{
    private string? _fault;
    private bool _busy;

    /// <summary>The name of the Thing or of the application.</summary>
    [Parameter, EditorRequired]
    public string ThingName { get; set; } = "";

    /// <summary>Whether the name is that of a Thing or of an application.</summary>
    [Parameter]
    public PrincipalKind Owner { get; set; }

    /// <summary>The unused tokens of this name.</summary>
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
            await Cancel.ExecuteAsync(ThingName, Owner, token.Id, Actor, CancellationToken.None);
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
