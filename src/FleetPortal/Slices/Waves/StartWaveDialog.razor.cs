using FleetPortal.Fleet.Waves;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Waves;

/// <summary>
/// The dialog that starts a wave. It shows the number of Things and how many are connected, and asks for the limits of the wave.
/// </summary>
public sealed partial class StartWaveDialog
{
    // A quarter of a year, so that certificates with a validity of a year do not all expire together again.
    private const int StandardSpreadDays = 90;

    // With fewer Things the expiry dates need not be spread.
    private const int SpreadFrom = 50;

    private static readonly StartWaveRequest Standard = new(new WaveSelection());

    private int _inFlight = Standard.InFlight;
    private int _stopPercent = Standard.StopPercent;
    private int _graceMinutes = Standard.GraceMinutes;
    private int _timeoutMinutes = Standard.TimeoutMinutes;
    private int _spreadDays;
    private bool _onlyConnected;
    private WavePlan? _plan;

    /// <summary>The Things of the wave.</summary>
    [Parameter]
    public WaveSelection Things { get; set; } = new();

    /// <summary>The number of days over which the new expiry dates are spread; null takes a default for the number of Things.</summary>
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

    /// <summary>Shows the dialog, and opens the page of the wave if it was started.</summary>
    /// <param name="dialogs">Shows the dialog.</param>
    /// <param name="navigation">Opens the page of the wave.</param>
    /// <param name="things">The Things of the wave.</param>
    /// <param name="spreadDays">The initial value of the field; null takes a default for the number of Things.</param>
    public static async Task AskAsync(IDialogService dialogs, NavigationManager navigation, WaveSelection things, int? spreadDays = null)
    {
        ArgumentNullException.ThrowIfNull(dialogs);
        ArgumentNullException.ThrowIfNull(navigation);
        var dialog = await dialogs.ShowAsync<StartWaveDialog>("Rotate",
            new DialogParameters<StartWaveDialog> { { x => x.Things, things }, { x => x.SpreadDays, spreadDays } });
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
