using FleetPortal.Broker.Packets;
using FleetPortal.Fleet.MqttSessions;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Broker.Sessions;

/// <summary>
/// Writes the changes of durable sessions to the disk, many in one transaction: while one batch is written, the next one collects. The
/// changes of one call stay together. Bounded by the messages that publishers may have unacknowledged and by the queues. Thread-safe.
/// </summary>
internal sealed partial class SessionJournal(ISessionStore store, ILogger<SessionJournal> logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private List<SessionChange> _changes = [];
    private TaskCompletionSource _written = NewBatch();
    private bool _writing;
    private long _lastKey;

    /// <summary>Sets the key after which new messages are numbered.</summary>
    public void StartAfter(long key) => _lastKey = key;

    /// <summary>Appends changes. The task completes when they are on the disk, and fails if they are not.</summary>
    public Task AppendAsync(IReadOnlyCollection<SessionChange> changes)
    {
        Task written;
        lock (_lock)
        {
            _changes.AddRange(changes);
            written = _written.Task;
            if (_writing)
            {
                return written;
            }

            _writing = true;
        }

        _ = Task.Run(WriteAsync);
        return written;
    }

    /// <summary>Adds the changes that store a delivery, and its message if it is the first delivery of it.</summary>
    public void Save(Delivery delivery, string clientId, List<SessionChange> changes)
    {
        var message = delivery.Message;
        if (Interlocked.Increment(ref message.StoredDeliveries) == 1)
        {
            message.StoreKey = Interlocked.Increment(ref _lastKey);
            changes.Add(new MessageSaved
            {
                Key = message.StoreKey,
                Topic = message.Topic,
                Payload = message.Payload,
                Properties = message.Properties,
                Origin = message.OriginOctets,
                QualityOfService = (int)message.QualityOfService,
                Publisher = message.Publisher,
                ExpiresAt = message.ExpiresAt,
            });
        }

        changes.Add(new DeliverySaved
        {
            ClientId = clientId,
            Sequence = delivery.Sequence,
            MessageKey = message.StoreKey,
            PacketId = delivery.PacketId,
            QualityOfService = (int)delivery.QualityOfService,
            Retain = delivery.Retain,
            Identifiers = delivery.Identifiers,
            ShareGroup = delivery.Group,
            QueuedAt = delivery.QueuedAt,
        });
    }

    /// <summary>Removes deliveries that are finished. Nobody waits for it: a delivery that stays is sent once more after a crash.</summary>
    public void Forget(string clientId, IEnumerable<Delivery> deliveries)
    {
        var changes = new List<SessionChange>();
        foreach (var delivery in deliveries.Where(delivery => delivery.IsStored))
        {
            changes.Add(new DeliveryDeleted(clientId, delivery.Sequence));
            ForgetMessage(delivery, changes);
        }

        if (changes.Count > 0)
        {
            _ = ObserveAsync(AppendAsync(changes));
        }
    }

    /// <summary>Adds the change that removes a message, if this was its last delivery.</summary>
    public static void ForgetMessage(Delivery delivery, List<SessionChange> changes)
    {
        if (delivery.IsStored && Interlocked.Decrement(ref delivery.Message.StoredDeliveries) == 0)
        {
            changes.Add(new MessageDeleted(delivery.Message.StoreKey));
        }
    }

    private static TaskCompletionSource NewBatch() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task ObserveAsync(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task WriteAsync()
    {
        while (true)
        {
            List<SessionChange> changes;
            TaskCompletionSource written;
            lock (_lock)
            {
                if (_changes.Count == 0)
                {
                    _writing = false;
                    return;
                }

                (changes, written) = (_changes, _written);
                (_changes, _written) = ([], NewBatch());
            }

            try
            {
                await store.ApplyAsync(changes, CancellationToken.None);
                written.SetResult();
            }
            catch (Exception e)
            {
                LogNotStored(e, changes.Count);
                written.SetException(e);
                _ = written.Task.Exception;
                await RetryRemovalsAsync(changes);
            }
        }
    }

    /// <summary>Puts removals of a failed batch in front of the next one.</summary>
    private async Task RetryRemovalsAsync(List<SessionChange> changes)
    {
        var removals = changes.Where(change => change.IsRemoval).ToList();
        if (removals.Count == 0)
        {
            return;
        }

        lock (_lock)
        {
            _changes.InsertRange(0, removals);
        }

        await Task.Delay(RetryDelay);
    }

    [LoggerMessage(4501, LogLevel.Error,
        "{Count} changes of MQTT sessions could not be stored. Publishers received an error; removals are tried again.")]
    private partial void LogNotStored(Exception exception, int count);
}
