using System.Threading.Channels;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Attempts;

/// <summary>
/// Stores connect attempts and which Things are connected. The rows are written five times a second in one transaction, so that a CONNECT
/// does not wait for the disk; a crash loses the last ones. Repeated refusals are counted in one row (<see cref="RepeatedAttempts"/>).
/// Attempts without a certificate of a Thing have their own share of the table, so that unknown clients cannot push out the attempts of the
/// fleet. Bounded: the queue by <c>MaxQueued</c> (the oldest is dropped), the table by <see cref="Kept"/> and
/// <see cref="KeptOfStrangers"/>.
/// </summary>
public sealed partial class AttemptRecorder(Registry registry, TimeProvider time, ILogger<AttemptRecorder> logger) : IAsyncDisposable
{
    /// <summary>The number of rows that the table keeps for attempts with a certificate of a Thing. The oldest are deleted.</summary>
    public const int Kept = 100_000;

    /// <summary>The number of rows that the table keeps for all other attempts. The oldest are deleted.</summary>
    public const int KeptOfStrangers = 20_000;

    private const int MaxQueued = 20_000;
    private const int MaxOpen = 10_000;
    private const int PruneEvery = 1_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly RepeatedAttempts _strangers = new(MaxOpen);
    private readonly RepeatedAttempts _refusedThings = new(MaxOpen);
    private readonly Channel<NotedAttempt> _allowed = Channel.CreateBounded<NotedAttempt>(
        new BoundedChannelOptions(MaxQueued) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly Channel<Presence> _presence = Channel.CreateUnbounded<Presence>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private IReadOnlyList<string> _interrupted = [];
    private int _sincePruned = PruneEvery;

    /// <summary>Marks all Things as not connected, which the last run may have left as connected, and begins to write.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _interrupted = await registry.WriteAsync(
            scope =>
            {
                var connected = scope.Db.Set<ThingRecord>().Where(x => x.Connected);
                List<string> names = [.. connected.Where(x => x.Kind == PrincipalKind.Thing).Select(x => x.Name)];
                connected.ExecuteUpdate(set => set.SetProperty(x => x.Connected, false));
                return names;
            },
            cancellationToken);
        _loop = RunAsync(_stop.Token);
    }

    /// <summary>
    /// Returns the Things that were connected when the portal died, and forgets them: nobody noted the end of their connections. Empty
    /// after the portal was stopped.
    /// </summary>
    public IReadOnlyList<string> TakeInterrupted() => Interlocked.Exchange(ref _interrupted, []);

    /// <summary>Queues the decision about an attempt.</summary>
    public void Record(ConnectAttempt attempt, Decision decision, TimeSpan decidedIn)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(decision);
        var noted = new NotedAttempt(attempt, decision, decidedIn, time.GetUtcNow());
        if (decision.Allowed)
        {
            _allowed.Writer.TryWrite(noted);
            return;
        }

        var compared = NotedAttempt.Cut(decision.Checks.FirstOrDefault(check => check.Outcome == CheckOutcome.Failed)?.Compared);
        var source = RemoteSource.Text(attempt.RemoteAddress);
        if (decision.PrincipalName is { } thingName)
        {
            _refusedThings.Add($"{thingName} {source}", compared, noted);
        }
        else
        {
            _strangers.Add(source, compared, noted);
        }
    }

    /// <summary>Queues that a Thing has connected or disconnected. The queue is bounded by the number of connections.</summary>
    /// <param name="certificate">The certificate with which it connected; null when it disconnects.</param>
    public void Note(string thingName, bool connected, DateTimeOffset at, CertificateId? certificate = null) =>
        _presence.Writer.TryWrite(new Presence(thingName, connected, at, certificate));

    /// <summary>Writes the queued attempts and connection states.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var allowed = new List<NotedAttempt>();
        while (allowed.Count < PruneEvery && _allowed.Reader.TryRead(out var attempt))
        {
            allowed.Add(attempt);
        }

        var now = time.GetUtcNow();
        var (refused, strangers) = (_refusedThings.Take(now), _strangers.Take(now));

        // Keep only the latest state of each Thing.
        var presence = new Dictionary<string, Presence>(StringComparer.Ordinal);
        var used = new HashSet<CertificateId>();
        while (presence.Count < PruneEvery && _presence.Reader.TryRead(out var note))
        {
            presence[note.ThingName] = note;
            if (note.Certificate is { } certificate)
            {
                used.Add(certificate);
            }
        }

        if (allowed.Count + refused.Count + strangers.Count + presence.Count > 0)
        {
            await registry.WriteAsync(scope => Store(scope, allowed, refused, strangers, presence.Values, used), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await TryFlushAsync(CancellationToken.None);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Interval, time, cancellationToken);
            await TryFlushAsync(cancellationToken);
        }
    }

    /// <summary>Writes the queue. If that fails (disk full, database locked), these rows are lost; later ones are written again.</summary>
    private async Task TryFlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FlushAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotWritten(e, Interval);
        }
    }

    private void Store(
        WriteScope scope, List<NotedAttempt> allowed, IReadOnlyList<RepeatedAttempts.Repetition> refused,
        IReadOnlyList<RepeatedAttempts.Repetition> strangers, IReadOnlyCollection<Presence> presence,
        IReadOnlyCollection<CertificateId> used)
    {
        foreach (var attempt in allowed)
        {
            NoteWriter.Add(scope, attempt.ToRecord(known: true));
        }

        foreach (var repetition in refused)
        {
            repetition.Store(scope, known: true);
        }

        foreach (var repetition in strangers)
        {
            repetition.Store(scope, known: false);
        }

        NoteWriter.WritePresence(scope, presence.Select(note => (note.ThingName, note.Connected, note.At)));
        NoteWriter.WriteUsed(scope, used);
        var attempts = allowed.Count + refused.Count + strangers.Count;
        _sincePruned += attempts;
        if (_sincePruned >= PruneEvery)
        {
            _sincePruned = 0;
            NoteWriter.Prune(scope, known: true, Kept);
            NoteWriter.Prune(scope, known: false, KeptOfStrangers);
        }

        if (attempts > 0)
        {
            scope.Emit(FleetEventKind.AttemptRecorded, null);
        }
    }

    [LoggerMessage(6301, LogLevel.Error, "The connect attempts of the last {Interval} could not be stored and are lost.")]
    private partial void LogNotWritten(Exception exception, TimeSpan interval);

    private sealed record Presence(string ThingName, bool Connected, DateTimeOffset At, CertificateId? Certificate);
}
