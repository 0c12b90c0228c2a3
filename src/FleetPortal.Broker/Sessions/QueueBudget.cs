namespace FleetPortal.Broker.Sessions;

/// <summary>The octets of all queued messages of all sessions. Thread-safe.</summary>
/// <param name="limit">The most octets.</param>
internal sealed class QueueBudget(long limit)
{
    private long _octets;

    /// <summary>The octets that are queued now.</summary>
    public long Octets => Interlocked.Read(ref _octets);

    /// <summary>Takes octets; false if too many are queued.</summary>
    public bool TryTake(int octets)
    {
        if (Interlocked.Add(ref _octets, octets) <= limit)
        {
            return true;
        }

        Interlocked.Add(ref _octets, -octets);
        return false;
    }

    /// <summary>Takes octets of a message that was stored before the limit applied.</summary>
    public void Take(int octets) => Interlocked.Add(ref _octets, octets);

    /// <summary>Gives octets of a message back.</summary>
    public void Return(int octets) => Interlocked.Add(ref _octets, -octets);
}
