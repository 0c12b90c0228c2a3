using System.Diagnostics;
using FleetPortal.Authentication;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace FleetPortal.Components.Controls;

/// <summary>
/// The base class of pages that stay current. An event only marks the page as dirty. A timer reads and renders, at most four times a
/// second, less often if a round takes long, and never while the tab is hidden. The markup contains a <see cref="PageState"/> of
/// <see cref="Reading"/>, which shows the error, the skeleton or the content; a test checks this for every page.
/// </summary>
public abstract partial class LiveComponent : ComponentBase, IAsyncDisposable
{
    private const int CostFactor = 7;
    private const string Unexpected = "The log of the portal contains the reason. The page tries again in a few seconds.";
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromSeconds(2);

    /// <summary>The time after which a page with <see cref="Ages"/> reads again.</summary>
    public static readonly TimeSpan LongestUnread = TimeSpan.FromMinutes(1);

    /// <summary>The time after which a page reads again after an unexpected error.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private IDisposable? _subscription;
    private Task _loop = Task.CompletedTask;
    private volatile bool _dirty;
    private bool _failed;
    private bool _sampleFailed;
    private long _readAt;

    /// <summary>Creates the page. It reads when it gets its parameters.</summary>
    protected LiveComponent()
    {
        Left = _stop.Token;
        Reading = new LoadState { Retry = EventCallback.Factory.Create(this, ReloadAsync) };
    }

    /// <summary>The signed-in person, in whose name actions run.</summary>
    protected Actor Actor { get; private set; } = null!;

    /// <summary>The result of the last read, for the <see cref="PageState"/> of the page.</summary>
    protected LoadState Reading { get; }

    /// <summary>Cancelled when the person leaves the page.</summary>
    protected CancellationToken Left { get; }

    [Inject]
    private FleetEvents Events { get; set; } = null!;

    [Inject]
    private ILogger<LiveComponent> Logger { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>The browser of the signed-in person: time zone, visibility and scripts.</summary>
    [Inject]
    protected Viewer Viewer { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    /// <summary>
    /// Reads the data of the page. The message of a <see cref="FleetError"/> is shown. Any other exception is logged and the page reads
    /// again.
    /// </summary>
    protected abstract Task LoadAsync(CancellationToken cancellationToken);

    /// <summary>Copies values from memory. Called after each read, and on every tick of a page with <see cref="Samples"/>.</summary>
    protected virtual void Sample()
    {
    }

    /// <summary>Returns whether an event changes the data of the page.</summary>
    protected virtual bool Concerns(FleetEvent fleetEvent) => true;

    /// <summary>Whether the page reads on every tick, because it shows stored values that change without events.</summary>
    protected virtual bool Ticks => false;

    /// <summary>
    /// Whether the page shows values in memory that change all the time, such as a rate. It then renders on every tick without reading.
    /// </summary>
    protected virtual bool Samples => false;

    /// <summary>
    /// Whether what was read changes with time alone, such as how many certificates expire soon. The page reads again once in
    /// <see cref="LongestUnread"/>.
    /// </summary>
    protected virtual bool Ages => false;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Actor = (await Authentication).User.FindActor() ?? throw new UnauthorizedAccessException("Nobody is signed in.");
        if (Left.IsCancellationRequested)
        {
            return;
        }

        try
        {
            _subscription = Events.Subscribe(Actor, fleetEvent => _dirty |= Concerns(fleetEvent));
        }
        catch (FleetError)
        {
            // The reading asks for its own right, and the page shows why it is refused. Without the events it is only not live.
            return;
        }

        _loop = RunAsync();
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => ReadAsync(isSameAddress: false);

    /// <summary>Reads the data now.</summary>
    protected Task ReloadAsync() => ReadAsync(isSameAddress: true);

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task ReadAsync(bool isSameAddress)
    {
        // An action was running when the person left the page.
        if (Left.IsCancellationRequested)
        {
            return;
        }

        try
        {
            _dirty = false;
            _readAt = Time.GetTimestamp();
            await LoadAsync(Left);
            Sample();
            _failed = false;
            (Reading.Fault, Reading.IsRefused, Reading.IsLoaded, Reading.ShowsContent) = (null, false, true, true);
        }
        catch (FleetError e)
        {
            _failed = false;
            (Reading.Fault, Reading.IsRefused, Reading.ShowsContent) = (e.Message, true, false);
        }
        catch (Exception e) when (e is OperationCanceledException or JSDisconnectedException)
        {
            // The person left the page during the read.
        }
        catch (Exception e) when (e is not ObjectDisposedException)
        {
            _failed = true;
            LogFailed(Logger, e, GetType().Name);
            (Reading.Fault, Reading.IsRefused, Reading.ShowsContent) = (Unexpected, false, Reading.ShowsContent && isSameAddress);
        }
    }

    private void TrySample()
    {
        try
        {
            Sample();
            if (_sampleFailed)
            {
                (_sampleFailed, Reading.Fault, Reading.IsRefused, Reading.ShowsContent) = (false, null, false, Reading.IsLoaded);
            }
        }
        catch (FleetError e)
        {
            (_sampleFailed, Reading.Fault, Reading.IsRefused, Reading.ShowsContent) = (true, e.Message, true, false);
        }
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(MinInterval, Time);
        while (await timer.WaitForNextTickAsync(Left))
        {
            var unread = Time.GetElapsedTime(_readAt);
            var reads = _failed ? unread >= RetryInterval : _dirty || Ticks || (Ages && unread >= LongestUnread);
            if (!Viewer.IsVisible || !(reads || (Samples && !_failed)))
            {
                continue;
            }

            var started = Stopwatch.GetTimestamp();
            try
            {
                await InvokeAsync(async () =>
                {
                    if (reads)
                    {
                        await ReloadAsync();
                    }
                    else
                    {
                        TrySample();
                    }

                    StateHasChanged();
                });
            }
            catch (ObjectDisposedException)
            {
                // The circuit is closed and its services are disposed.
                _subscription?.Dispose();
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // A failed round must not stop the updates: read again.
                _failed = true;
                LogFailed(Logger, e, GetType().Name);
            }

            timer.Period = TimeSpan
                .FromTicks(Math.Clamp(Stopwatch.GetElapsedTime(started).Ticks * CostFactor, MinInterval.Ticks, MaxInterval.Ticks));
        }
    }

    [LoggerMessage(8201, LogLevel.Error, "The page {Page} could not read its data.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string page);
}
