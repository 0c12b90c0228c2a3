using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.EventStreams;

/// <summary>One thing that happened, as the outside hears it.</summary>
/// <param name="Id">The audit's sequence number, after which a listener goes on; null for presence, which no table keeps, and for a heartbeat.</param>
/// <param name="Type">The audit's action (<c>certificate.revoked</c>, <c>rotation.committed</c>, <c>expiry.warning</c>), <c>connection.opened</c>, <c>connection.closed</c>, or <c>heartbeat</c>.</param>
public sealed record StreamedEvent(long? Id, string Type, StreamedEventData Data)
{
    /// <summary>A session of a device began.</summary>
    public const string ConnectionOpened = "connection.opened";

    /// <summary>A session of a device ended.</summary>
    public const string ConnectionClosed = "connection.closed";

    /// <summary>The stream is alive.</summary>
    public const string Heartbeat = "heartbeat";
}

/// <summary>What is told of it. A listener that wants more reads the object.</summary>
/// <param name="Details">As in the audit; its fields depend on the action.</param>
public sealed record StreamedEventData(DateTimeOffset At, string? ThingName = null, string? TargetKind = null, string? Target = null, string? Actor = null, JsonElement? Details = null);

/// <summary>
/// What happens in the fleet, for back ends that listen: every entry of the audit once, in order, from wherever the listener left
/// off; and who comes and goes, as long as it listens. A stream ends after a quarter of an hour, so that rights are asked anew.
/// </summary>
public sealed class EventStream(Registry registry, AuditQueries audit, FleetEvents events)
{
    private const int MaxPresence = 1000;
    private const int PageSize = 500;
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Listens until it is cancelled: then the stream ends as if it had nothing more to tell.</summary>
    /// <param name="after">The last event that was heard; null begins with what happens next.</param>
    /// <param name="actor">Who listens, from a place of <see cref="EventListeners"/>.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public async IAsyncEnumerable<StreamedEvent> ListenAsync(long? after, Actor actor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);

        // Bounded: a listener that is slower than the fleet misses who came and went, not what is in the audit.
        var presence = new ConcurrentQueue<StreamedEvent>();
        var dirty = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = events.Subscribe(actor, fleetEvent =>
        {
            if (PresenceOf(fleetEvent) is { } change && presence.Count < MaxPresence)
            {
                presence.Enqueue(change);
            }

            dirty.Writer.TryWrite(true);
        });
        var started = registry.Time.GetTimestamp();
        var last = after ?? await audit.HeadAsync(CancellationToken.None);

        // At once, so that the listener knows that it is one.
        yield return Heartbeat();
        while (!cancellationToken.IsCancellationRequested && registry.Time.GetElapsedTime(started) < _longest)
        {
            var entries = await audit.AfterAsync(last, PageSize, actor, CancellationToken.None);
            foreach (var entry in entries)
            {
                last = entry.Sequence;
                yield return new StreamedEvent(entry.Sequence, AuditActions.EventOf(entry.Action), new StreamedEventData(entry.At, entry.ThingName, entry.TargetKind, entry.Target, entry.Actor, JsonElement.Parse(entry.Details)));
            }

            while (presence.TryDequeue(out var change))
            {
                yield return change;
            }

            if (entries.Count < PageSize && !await ChangedAsync(dirty.Reader, cancellationToken))
            {
                yield return Heartbeat();
            }
        }
    }

    private StreamedEvent Heartbeat() => new(null, StreamedEvent.Heartbeat, new StreamedEventData(registry.Time.GetUtcNow()));

    private StreamedEvent? PresenceOf(FleetEvent fleetEvent) => fleetEvent.Kind switch
    {
        FleetEventKind.ConnectionOpened => new(null, StreamedEvent.ConnectionOpened, new StreamedEventData(registry.Time.GetUtcNow(), fleetEvent.ThingName)),
        FleetEventKind.ConnectionClosed => new(null, StreamedEvent.ConnectionClosed, new StreamedEventData(registry.Time.GetUtcNow(), fleetEvent.ThingName)),
        _ => null,
    };

    /// <summary>True when something happened; false when a heartbeat is due, so that neither end takes a dead line for a quiet one.</summary>
    private async Task<bool> ChangedAsync(ChannelReader<bool> dirty, CancellationToken cancellationToken)
    {
        using var due = new CancellationTokenSource(_heartbeat, registry.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, cancellationToken);
        try
        {
            return await dirty.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
