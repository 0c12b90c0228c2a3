using FleetPortal.Fleet.Waves;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Waves;

/// <summary>Says how many Things a wave would have and how many of them are connected, asks how carefully, and starts it.</summary>
public sealed partial class StartWaveDialog
{
    // A quarter of a year: certificates of a year that were issued together do not expire together again.
    private const int StandardSpreadDays = 90;

    // Fewer can be renewed in a morning.
    private const int SpreadFrom = 50;

    private static readonly StartWaveRequest Standard = new(new WaveSelection());

    private int _inFlight = Standard.InFlight;
    private int _stopPercent = Standard.StopPercent;
    private int _graceMinutes = Standard.GraceMinutes;
    private int _timeoutMinutes = Standard.TimeoutMinutes;
    private int _spreadDays;
    private bool _onlyConnected;
    private WavePlan? _plan;

    /// <summary>Which Things.</summary>
    [Parameter]
    public WaveSelection Things { get; set; } = new();

    /// <summary>Over how many days the new expiry dates are spread; null takes what fits the number of Things.</summary>
    [Parameter]
    public int? SpreadDays { get; set; }

    [Inject]
    private StartWave Start { get; set; } = null!;

    private int Chosen => _onlyConnected ? _plan?.Connected ?? 0 : _plan?.Things ?? 0;

    private string Whose => Things switch
    {
        { Names: not null } => "Each selected Thing that has an active certificate",
        { FailedIn: not null } => "Each Thing that failed in that wave, has not renewed since, and has an active certificate",
        { Certificates: not null } => "Each Thing whose newest active certificate is among those selected",
        { Query: { Length: > 0 } query } => $"Each Thing that matches {query} and has an active certificate",
        _ => "Every Thing that has an active certificate",
    };

    /// <summary>Asks, and goes to the wave if it was started.</summary>
    /// <param name="spreadDays">What stands in the field at first; null takes what fits the number of Things.</param>
    public static async Task AskAsync(IDialogService dialogs, NavigationManager navigation, WaveSelection things, int? spreadDays = null)
    {
        ArgumentNullException.ThrowIfNull(dialogs);
        ArgumentNullException.ThrowIfNull(navigation);
        var dialog = await dialogs.ShowAsync<StartWaveDialog>("Rotate", new DialogParameters<StartWaveDialog> { { x => x.Things, things }, { x => x.SpreadDays, spreadDays } });
        if (await dialog.Result is { Canceled: false, Data: string wave })
        {
            navigation.NavigateTo($"rotations/{wave}");
        }
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => ReadAsync(async actor =>
    {
        _plan = await Start.PlanAsync(Things, actor, CancellationToken.None);
        _spreadDays = SpreadDays ?? (_plan.Things >= SpreadFrom ? StandardSpreadDays : 0);
    });

    private Task StartAsync() => RunAsync(async actor =>
    {
        var request = new StartWaveRequest(Things, _inFlight, _stopPercent, _graceMinutes, _timeoutMinutes, _spreadDays, _onlyConnected);
        Dialog.Close(DialogResult.Ok((await Start.ExecuteAsync(request, actor, CancellationToken.None)).Id));
    });
}
