using System.Text.Json;
using System.Threading.Channels;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Events;
using FleetPortal.Fleet.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Connections;

/// <summary>
/// Keeps the trace of every connect attempt and who is connected. Both are notes about what happened, not promises,
/// so they are written a few times a second in one go instead of holding up a CONNECT. Bounded: when the queue is
/// full the oldest trace is dropped and counted; in the table the newest <see cref="Kept"/> stay.
/// </summary>
public sealed class AttemptRecorder(Registry registry, TimeProvider time, ILogger<AttemptRecorder> logger) : IAsyncDisposable
{
    /// <summary>How many attempts the table keeps.</summary>
    public const int Kept = 100_000;

    private const int MaxQueued = 20_000;
    private const int MaxText = 256;
    private const int PruneEvery = 1_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Channel<AttemptRecord> _attempts = Channel.CreateBounded<AttemptRecord>(new BoundedChannelOptions(MaxQueued) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly Channel<Presence> _presence = Channel.CreateUnbounded<Presence>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private int _sincePruned = PruneEvery;

    /// <summary>Nobody is connected yet: what the last run left behind is cleared, then writing begins.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await registry.WriteAsync(scope => { scope.Db.Things.Where(x => x.Connected).ExecuteUpdate(set => set.SetProperty(x => x.Connected, false)); }, cancellationToken);
        _loop = RunAsync(_stop.Token);
    }

    /// <summary>Notes how an attempt was decided.</summary>
    public void Record(ConnectAttempt attempt, Decision decision, TimeSpan decidedIn)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(decision);
        _attempts.Writer.TryWrite(new AttemptRecord
        {
            At = time.GetUtcNow(),
            ClientId = Cut(attempt.ClientId)!,
            RemoteAddress = attempt.RemoteAddress,
            Protocol = attempt.Protocol,
            ThingName = decision.ThingName,
            CertificateId = decision.CertificateId?.ToOctets(),
            Allowed = decision.Allowed,
            Code = decision.Code,
            DecidedInMicroseconds = (int)Math.Min(int.MaxValue, decidedIn.TotalMicroseconds),
            Checks = JsonSerializer.Serialize(decision.Checks.Select(check => check with { Compared = Cut(check.Compared), Remedy = Cut(check.Remedy) })),
        });
    }

    /// <summary>Notes that a Thing is connected or gone. The queue is bounded by the connections there are.</summary>
    public void Note(string thingName, bool connected, DateTimeOffset at) => _presence.Writer.TryWrite(new Presence(thingName, connected, at));

    /// <summary>Writes what is queued now.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var attempts = new List<AttemptRecord>();
        while (attempts.Count < PruneEvery && _attempts.Reader.TryRead(out var attempt))
        {
            attempts.Add(attempt);
        }

        // The last word about each Thing.
        var presence = new Dictionary<string, Presence>(StringComparer.Ordinal);
        while (presence.Count < PruneEvery && _presence.Reader.TryRead(out var note))
        {
            presence[note.ThingName] = note;
        }

        if (attempts.Count > 0 || presence.Count > 0)
        {
            await registry.WriteAsync(scope => Store(scope, attempts, presence.Values), cancellationToken);
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

    /// <summary>A client identifier or a topic may have 65,535 octets; a trace need not keep them.</summary>
    private static string? Cut(string? text) => text is { Length: > MaxText } ? text[..MaxText] + "…" : text;

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Interval, time, cancellationToken);
            await TryFlushAsync(cancellationToken);
        }
    }

    /// <summary>Notes are lost when they cannot be written (disk full, database locked); the next ones are tried again.</summary>
    private async Task TryFlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FlushAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogError(e, "Connect attempts could not be written");
        }
    }

    private void Store(WriteScope scope, List<AttemptRecord> attempts, IReadOnlyCollection<Presence> presence)
    {
        var last = NoteWriter.Write(scope, attempts);
        NoteWriter.WritePresence(scope, presence.Select(note => (note.ThingName, note.Connected, note.At)));
        _sincePruned += attempts.Count;
        if (_sincePruned >= PruneEvery && attempts.Count > 0)
        {
            _sincePruned = 0;
            var oldest = last - Kept;
            scope.Db.Attempts.Where(x => x.Key <= oldest).ExecuteDelete();
        }

        if (attempts.Count > 0)
        {
            scope.Emit(FleetEventKind.AttemptRecorded, null);
        }
    }

    private sealed record Presence(string ThingName, bool Connected, DateTimeOffset At);
}
