using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.EventStreams;

/// <summary>An event as clients of the API receive it.</summary>
/// <param name="Id">The sequence number of the audit entry, from which a client can resume. Null for connections, which are not stored, and
/// for a heartbeat.</param>
/// <param name="Type">The action of the audit entry (<c>certificate.revoked</c>, <c>rotation.committed</c>, <c>expiry.warning</c>),
/// <c>connection.opened</c>, <c>connection.closed</c>, or <c>heartbeat</c>.</param>
/// <param name="Data">The content of the event.</param>
public sealed record StreamedEvent(long? Id, string Type, StreamedEventData Data)
{
    /// <summary>The type for the start of a device session.</summary>
    public const string ConnectionOpened = "connection.opened";

    /// <summary>The type for the end of a device session.</summary>
    public const string ConnectionClosed = "connection.closed";

    /// <summary>The type of the events that show that the stream is alive.</summary>
    public const string Heartbeat = "heartbeat";
}

/// <summary>The content of an event. A client reads the object for more data.</summary>
/// <param name="Details">The details of the audit entry; the fields depend on the action.</param>
public sealed record StreamedEventData(DateTimeOffset At,
    string? ThingName = null, string? TargetKind = null, string? Target = null, string? Actor = null, JsonElement? Details = null);

/// <summary>
/// The events of the fleet, for programs of other systems: every audit entry once and in order, from the position of the client on, and the
/// start and the end of device sessions while the client listens. A stream ends after 15 minutes, so that the rights of the client are
/// checked again.
/// </summary>
public sealed class EventStream(Registry registry, AuditQueries audit, FleetEvents events)
{
    private const int MaxPresence = 1000;
    private const int PageSize = 500;
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Returns the events until the stream is cancelled or its time is over. Needs <see cref="Permission.Read"/>.</summary>
    /// <param name="after">The id of the last event that the client received; null begins with the next event.</param>
    /// <param name="actor">The actor who listens; the caller counts the stream with <see cref="EventListeners"/>.</param>
    /// <param name="cancellationToken">Ends the stream without an exception.</param>
    public async IAsyncEnumerable<StreamedEvent> ListenAsync(
        long? after, Actor actor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);

        // Bounded. A client that is too slow misses connection events, but no audit entries.
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

        // Send a heartbeat at once, so that the client knows that the stream is open.
        yield return Heartbeat();
        while (!cancellationToken.IsCancellationRequested && registry.Time.GetElapsedTime(started) < _longest)
        {
            var entries = await audit.AfterAsync(last, PageSize, actor, CancellationToken.None);
            foreach (var entry in entries)
            {
                last = entry.Sequence;
                yield return new StreamedEvent(entry.Sequence, AuditActions.EventOf(entry.Action), new StreamedEventData(entry.At,
                    entry.ThingName, entry.TargetKind, entry.Target, entry.Actor, JsonElement.Parse(entry.Details)));
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
        FleetEventKind.ConnectionOpened =>
            new(null, StreamedEvent.ConnectionOpened, new StreamedEventData(registry.Time.GetUtcNow(), fleetEvent.ThingName)),
        FleetEventKind.ConnectionClosed =>
            new(null, StreamedEvent.ConnectionClosed, new StreamedEventData(registry.Time.GetUtcNow(), fleetEvent.ThingName)),
        _ => null,
    };

    /// <summary>
    /// Waits for a change. Returns false when a heartbeat is due, which shows both sides that the connection still works.
    /// </summary>
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
