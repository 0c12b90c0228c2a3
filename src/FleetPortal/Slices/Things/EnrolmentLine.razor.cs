using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Things;

/// <summary>The enrolment tokens of a Thing that wait to be used, and the way to end one.</summary>
public sealed partial class EnrolmentLine
{
    private string? _fault;
    private bool _busy;

    /// <summary>Whose.</summary>
    [Parameter, EditorRequired]
    public string ThingName { get; set; } = "";

    /// <summary>Those that wait.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<OpenEnrolmentToken> Tokens { get; set; } = [];

    /// <summary>Who looks.</summary>
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
