using System.Threading.Channels;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Detection;

/// <summary>
/// Hands what happens at the listeners to the <see cref="CloneDetector"/>, on one task of its own. No device waits for it. Bounded by
/// <see cref="MaxQueued"/>: beyond it, the newest events are dropped and counted.
/// </summary>
public sealed partial class TrafficWatch(
    DetectionLimits limits, RetiredCertificates retired, ISuspicionSink sink, TimeProvider time, ILogger<TrafficWatch> logger)
    : IAsyncDisposable
{
    /// <summary>The maximum number of events that wait.</summary>
    public const int MaxQueued = 65_536;

    private readonly Channel<TrafficEvent> _events = Channel.CreateBounded<TrafficEvent>(
        new BoundedChannelOptions(MaxQueued) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly CloneDetector _detector = new(limits);
    private readonly long _origin = time.GetTimestamp();
    private Task _loop = Task.CompletedTask;
    private long _dropped;

    /// <summary>The number of events that were dropped because the queue was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Begins to take events.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(RunAsync, cancellationToken);
        return Task.CompletedTask;
    }

    /// <summary>Notes an accepted connection.</summary>
    public void Connected(LiveConnection live)
    {
        ArgumentNullException.ThrowIfNull(live);
        if (live.PrincipalName is { } name)
        {
            Add(new Connected(Since(), time.GetUtcNow(), name, KindOf(live), ClientEndpoint.Of(live)));
        }
    }

    /// <summary>Notes that a connection takes the client identifier of another one over. Call it before the other one is closed.</summary>
    /// <param name="live">The connection that was decided; it need not be open.</param>
    /// <param name="old">The open connection.</param>
    public void TookOver(LiveConnection live, LiveConnection old)
    {
        ArgumentNullException.ThrowIfNull(live);
        ArgumentNullException.ThrowIfNull(old);
        if (old.PrincipalName is { } name)
        {
            Add(new TookOver(Since(), time.GetUtcNow(), name, KindOf(old), ClientEndpoint.Of(live), ClientEndpoint.Of(old)));
        }
    }

    /// <summary>Notes that the client of a connection that was taken over has answered our farewell.</summary>
    /// <param name="old">The connection that was taken over.</param>
    /// <param name="after">The time from the takeover to the answer.</param>
    public void Answered(LiveConnection old, TimeSpan after)
    {
        ArgumentNullException.ThrowIfNull(old);
        if (old.PrincipalName is { } name)
        {
            Add(new OldAnswered(Since(), time.GetUtcNow(), name, KindOf(old), old.ConnectionId, after));
        }
    }

    /// <summary>Notes a rolling proof that the only device would not show. The other verdicts are not kept.</summary>
    public void ProofShown(LiveConnection live, ProofVerdict verdict, ClientEndpoint? other)
    {
        ArgumentNullException.ThrowIfNull(live);
        if (verdict >= ProofVerdict.Raced && live.ThingName is { } name)
        {
            Add(new ProofShown(Since(), time.GetUtcNow(), name, PrincipalKind.Thing, ClientEndpoint.Of(live), verdict, other));
        }
    }

    /// <summary>Notes a refused attempt. Attempts without a known principal are not kept.</summary>
    public void Refused(ConnectAttempt attempt, Decision decision)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(decision);
        if (decision.PrincipalName is { } name)
        {
            var at = time.GetUtcNow();
            var kind = decision.ApplicationName is null ? PrincipalKind.Thing : PrincipalKind.Application;
            Add(new Refused(Since(), at, name, kind, ClientEndpoint.Of(attempt, at), decision.Code));
        }
    }

    /// <summary>Notes that another Thing or application asked for a certificate with a public key of this one.</summary>
    public void KeySeenAgain(string principal, PrincipalKind kind, string other) =>
        Add(new KeySeenAgain(Since(), time.GetUtcNow(), principal, kind, other));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static PrincipalKind KindOf(LiveConnection live) =>
        live.ThingName is null ? PrincipalKind.Application : PrincipalKind.Thing;

    private TimeSpan Since() => time.GetElapsedTime(_origin);

    private void Add(TrafficEvent happened)
    {
        if (!_events.Writer.TryWrite(happened) && Interlocked.Increment(ref _dropped) is var dropped && (dropped & (dropped - 1)) == 0)
        {
            LogDropped(dropped, MaxQueued);
        }
    }

    private async Task RunAsync()
    {
        await foreach (var happened in _events.Reader.ReadAllAsync())
        {
            foreach (var suspicion in _detector.Take(Complete(happened)))
            {
                await StoreAsync(suspicion);
            }
        }
    }

    /// <summary>Adds to a refused attempt what the tables know of its certificate. No device waits for this.</summary>
    private TrafficEvent Complete(TrafficEvent happened)
    {
        if (happened is not Refused { Code: RefusalCodes.StatusNotActive, Endpoint.CertificateId: { } certificate } refused)
        {
            return happened;
        }

        try
        {
            return refused with { RetiredAt = retired.RetiredAt(certificate) };
        }
        catch (Exception e)
        {
            LogNotRead(e, happened.Principal);
            return happened;
        }
    }

    /// <summary>Stores a suspicion. If that fails (disk full), the next event of the same attack stores it.</summary>
    private async Task StoreAsync(Suspicion suspicion)
    {
        try
        {
            await sink.StoreAsync(suspicion);
        }
        catch (Exception e)
        {
            _detector.Unsay(suspicion);
            LogNotStored(e, suspicion.Kind, suspicion.Principal);
        }
    }

    [LoggerMessage(6701, LogLevel.Warning, "{Dropped} events were dropped by the clone detector: its queue of {Max} events is full.")]
    private partial void LogDropped(long dropped, int max);

    [LoggerMessage(6703, LogLevel.Error, "The clone detector could not read which certificates of {Principal} were replaced.")]
    private partial void LogNotRead(Exception exception, string principal);

    [LoggerMessage(6702, LogLevel.Error, "The suspicion {Kind} about {Principal} could not be stored. The next event repeats it.")]
    private partial void LogNotStored(Exception exception, string kind, string principal);
}
