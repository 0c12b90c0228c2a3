using System.Diagnostics;
using FleetPortal.Authentication;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace FleetPortal.Components.Controls;

/// <summary>
/// A page that stays current. An event only marks it dirty; a timer reads and renders, two to four times a second at
/// most, slower the longer a round takes, and not at all while nobody looks. Its markup has a <see cref="PageState"/> of
/// <see cref="Reading"/>, which shows the error, the skeleton and the content; a test holds every page to that.
/// </summary>
public abstract partial class LiveComponent : ComponentBase, IAsyncDisposable
{
    private const int CostFactor = 7;
    private const string Unexpected = "The portal's log has the reason. The page reads again in a few seconds.";
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromSeconds(2);

    /// <summary>After this time a page that <see cref="Samples"/> reads again.</summary>
    public static readonly TimeSpan LongestUnread = TimeSpan.FromMinutes(1);

    /// <summary>After this time a page whose reading failed unexpectedly reads again by itself.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private IDisposable? _subscription;
    private Task _loop = Task.CompletedTask;
    private volatile bool _dirty;
    private bool _failed;
    private bool _sampleFailed;
    private long _readAt;

    /// <summary>A page that nobody has left yet.</summary>
    protected LiveComponent()
    {
        Left = _stop.Token;
        Reading = new LoadState { Retry = EventCallback.Factory.Create(this, ReloadAsync) };
    }

    /// <summary>Who looks.</summary>
    protected Actor Actor { get; private set; } = null!;

    /// <summary>The result of the last reading, for the <see cref="PageState"/> of the page.</summary>
    protected LoadState Reading { get; }

    /// <summary>Ends when the page is left.</summary>
    protected CancellationToken Left { get; }

    [Inject]
    private FleetEvents Events { get; set; } = null!;

    [Inject]
    private ILogger<LiveComponent> Logger { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>The person in front.</summary>
    [Inject]
    protected Viewer Viewer { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    /// <summary>Reads what the page shows. A <see cref="FleetError"/> is shown with its message, everything else is logged and tried again.</summary>
    protected abstract Task LoadAsync(CancellationToken cancellationToken);

    /// <summary>Takes over values of memory: after each reading, and on every tick of a page that <see cref="Samples"/>.</summary>
    protected virtual void Sample()
    {
    }

    /// <summary>Whether an event changes what the page shows.</summary>
    protected virtual bool Concerns(FleetEvent fleetEvent) => true;

    /// <summary>Whether the page reads on every tick, because it shows stored values that change without events.</summary>
    protected virtual bool Ticks => false;

    /// <summary>
    /// Whether the page shows values of memory that move all the time, such as a rate. It renders on every tick and reads nothing, except
    /// once in <see cref="LongestUnread"/>, because certificates expire without an event.
    /// </summary>
    protected virtual bool Samples => false;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Actor = (await Authentication).User.FindActor() ?? throw new UnauthorizedAccessException("Nobody is signed in.");
        if (Left.IsCancellationRequested)
        {
            return;
        }

        _subscription = Events.Subscribe(Actor, fleetEvent => _dirty |= Concerns(fleetEvent));
        _loop = RunAsync();
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => ReadAsync(isSameAddress: false);

    /// <summary>Reads now.</summary>
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
        // An action that was under way when the page was left.
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
            // The page was left while it read.
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
            var reads = _failed ? unread >= RetryInterval : _dirty || Ticks || (Samples && unread >= LongestUnread);
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
                // The circuit is closed, and the services of the page with it: nobody looks any more.
                _subscription?.Dispose();
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // One round that fails must not leave the page as it was for ever: it reads again.
                _failed = true;
                LogFailed(Logger, e, GetType().Name);
            }

            timer.Period = TimeSpan.FromTicks(Math.Clamp(Stopwatch.GetElapsedTime(started).Ticks * CostFactor, MinInterval.Ticks, MaxInterval.Ticks));
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Page} could not read what it shows")]
    private static partial void LogFailed(ILogger logger, Exception exception, string page);
}
