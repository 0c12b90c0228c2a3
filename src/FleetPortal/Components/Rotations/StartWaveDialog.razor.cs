using System.Globalization;
using FleetPortal.Authentication;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Rotation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace FleetPortal.Components.Rotations;

/// <summary>Says how many Things a wave would have, asks how carefully, and starts it.</summary>
public sealed partial class StartWaveDialog
{
    private int _inFlight = new StartWaveRequest(null).InFlight;
    private int _stopPercent = new StartWaveRequest(null).StopPercent;
    private int _graceMinutes = new StartWaveRequest(null).GraceMinutes;
    private int _timeoutMinutes = new StartWaveRequest(null).TimeoutMinutes;
    private int? _count;
    private string? _fault;
    private bool _busy;

    /// <summary>Which Things, as in the query box.</summary>
    [Parameter]
    public string? Query { get; set; }

    /// <summary>Over how many days the new certificates end.</summary>
    [Parameter]
    public int SpreadDays { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private StartWave Start { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        try
        {
            _count = await Start.CountAsync(Query, (await Authentication).User.FindActor()!, CancellationToken.None);
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
    }

    private static string Number(int number, string one, string many) => $"{number.ToString("N0", CultureInfo.InvariantCulture)} {(number == 1 ? one : many)}";

    private async Task StartAsync()
    {
        _busy = true;
        try
        {
            var request = new StartWaveRequest(Query, _inFlight, _stopPercent, _graceMinutes, _timeoutMinutes, SpreadDays);
            Dialog.Close(DialogResult.Ok((await Start.ExecuteAsync(request, (await Authentication).User.FindActor()!, CancellationToken.None)).Id));
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
