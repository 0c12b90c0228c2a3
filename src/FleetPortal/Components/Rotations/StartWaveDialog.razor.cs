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
    private int _inFlight = new StartWaveRequest(new WaveSelection()).InFlight;
    private int _stopPercent = new StartWaveRequest(new WaveSelection()).StopPercent;
    private int _graceMinutes = new StartWaveRequest(new WaveSelection()).GraceMinutes;
    private int _timeoutMinutes = new StartWaveRequest(new WaveSelection()).TimeoutMinutes;
    private int? _count;
    private string? _fault;
    private bool _busy;

    /// <summary>Which Things.</summary>
    [Parameter]
    public WaveSelection Things { get; set; } = new();

    /// <summary>Over how many days the new certificates end.</summary>
    [Parameter]
    public int SpreadDays { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private StartWave Start { get; set; } = null!;

    /// <summary>Asks, and goes to the wave if it was started.</summary>
    /// <param name="spreadDays">What stands in the field at first.</param>
    public static async Task AskAsync(IDialogService dialogs, NavigationManager navigation, WaveSelection things, int spreadDays = 0)
    {
        ArgumentNullException.ThrowIfNull(dialogs);
        ArgumentNullException.ThrowIfNull(navigation);
        var dialog = await dialogs.ShowAsync<StartWaveDialog>("Rotate", new DialogParameters { [nameof(Things)] = things, [nameof(SpreadDays)] = spreadDays });
        if (await dialog.Result is { Canceled: false, Data: string wave })
        {
            navigation.NavigateTo($"rotations/{wave}");
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        try
        {
            _count = await Start.CountAsync(Things, (await Authentication).User.FindActor()!, CancellationToken.None);
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
    }

    private string Whose => Things switch
    {
        { Names: not null } => "Each chosen Thing that has an active certificate",
        { FailedIn: not null } => "Each Thing that failed in that wave, has not come since, and has an active certificate",
        { Certificates: not null } => "Each Thing whose newest active certificate is among those chosen",
        { Query: { Length: > 0 } query } => $"What matches {query} and has an active certificate",
        _ => "Every Thing that has an active certificate",
    };

    private static string Number(int number, string one, string many) => $"{number.ToString("N0", CultureInfo.InvariantCulture)} {(number == 1 ? one : many)}";

    private async Task StartAsync()
    {
        _busy = true;
        try
        {
            var request = new StartWaveRequest(Things, _inFlight, _stopPercent, _graceMinutes, _timeoutMinutes, SpreadDays);
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
