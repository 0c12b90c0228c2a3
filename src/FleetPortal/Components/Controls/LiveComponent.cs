using System.Diagnostics;
using FleetPortal.Authentication;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace FleetPortal.Components.Controls;

/// <summary>
/// A page that stays current. An event only marks it dirty; a timer reads and renders, two to four times a second at
/// most, slower the longer a round takes, and not at all while nobody looks.
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private const int CostFactor = 7;
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromSeconds(2);

    /// <summary>After this time a page that <see cref="Samples"/> reads again.</summary>
    public static readonly TimeSpan LongestUnread = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private IDisposable? _subscription;
    private Task _loop = Task.CompletedTask;
    private volatile bool _dirty;
    private long _readAt;

    /// <summary>A page that nobody has left yet.</summary>
    protected LiveComponent() => Left = _stop.Token;

    /// <summary>Who looks.</summary>
    protected Actor Actor { get; private set; } = null!;

    /// <summary>What went wrong with the last reading, or null.</summary>
    protected string? LoadFault { get; private set; }

    /// <summary>Whether the first reading is done.</summary>
    protected bool IsLoaded { get; private set; }

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

    /// <summary>Reads what the page shows.</summary>
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
    protected override Task OnParametersSetAsync() => ReloadAsync();

    /// <summary>Reads now.</summary>
    protected async Task ReloadAsync()
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
            LoadFault = null;
            IsLoaded = true;
        }
        catch (FleetError e)
        {
            LoadFault = e.Message;
        }
        catch (OperationCanceledException)
        {
            // The page was left while it read.
        }
    }

    private void TrySample()
    {
        try
        {
            Sample();
        }
        catch (FleetError e)
        {
            LoadFault = e.Message;
        }
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(MinInterval, Time);
        while (await timer.WaitForNextTickAsync(Left))
        {
            if (!Viewer.IsVisible || !(_dirty || Ticks || Samples))
            {
                continue;
            }

            var reads = _dirty || Ticks || Time.GetElapsedTime(_readAt) >= LongestUnread;

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
                // One reading that fails must not leave the page as it was for ever: the next tick reads again.
                _dirty = true;
                Logger.LogError(e, "{Page} was not read anew", GetType().Name);
            }

            timer.Period = TimeSpan.FromTicks(Math.Clamp(Stopwatch.GetElapsedTime(started).Ticks * CostFactor, MinInterval.Ticks, MaxInterval.Ticks));
        }
    }
}
