using FleetPortal.Broker.Packets;

namespace FleetPortal.Broker.Connections;

/// <summary>An acknowledgement to send.</summary>
/// <param name="Type">PUBACK, PUBREC, PUBREL or PUBCOMP.</param>
/// <param name="PacketId">The packet identifier.</param>
/// <param name="Reason">The reason code.</param>
/// <param name="ReasonString">The reason string; null for none.</param>
internal readonly record struct Acknowledgement(PacketType Type, ushort PacketId, ReasonCode Reason, string? ReasonString = null);

/// <summary>
/// Sends acknowledgements in the order in which their packets came (MQTT-4.6.0-2 to -4), each after its work is on the disk. Bounded by
/// the caller, which waits at its limit. Thread-safe.
/// </summary>
/// <param name="send">Sends an acknowledgement whose work is done.</param>
/// <param name="failed">Called instead if the work has failed.</param>
internal sealed class AcknowledgementQueue(Action<Acknowledgement> send, Action<Acknowledgement, Exception> failed)
{
    private readonly Lock _lock = new();
    private readonly Queue<(Acknowledgement Acknowledgement, Task Work)> _queue = new();
    private Task _drain = Task.CompletedTask;

    /// <summary>Acknowledgements whose work is not done.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>Sends an acknowledgement after its work and after those before it.</summary>
    public void Add(in Acknowledgement acknowledgement, Task work)
    {
        lock (_lock)
        {
            if (_queue.Count == 0 && work.IsCompletedSuccessfully)
            {
                send(acknowledgement);
                return;
            }

            _queue.Enqueue((acknowledgement, work));
            if (_queue.Count == 1)
            {
                _drain = DrainAsync();
            }
        }
    }

    /// <summary>Completes when everything that is queued now was sent.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_lock)
        {
            return _drain;
        }
    }

    private async Task DrainAsync()
    {
        // Leave the lock of the caller.
        await Task.Yield();
        while (true)
        {
            (Acknowledgement Acknowledgement, Task Work) next;
            lock (_lock)
            {
                next = _queue.Peek();
            }

            Exception? exception = null;
            try
            {
                await next.Work;
            }
            catch (Exception e)
            {
                exception = e;
            }

            if (exception is null)
            {
                send(next.Acknowledgement);
            }
            else
            {
                failed(next.Acknowledgement, exception);
            }

            lock (_lock)
            {
                _queue.Dequeue();
                if (_queue.Count == 0)
                {
                    return;
                }
            }
        }
    }
}
