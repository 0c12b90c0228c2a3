namespace FleetPortal.Broker.Sessions;

/// <summary>
/// The octets of all queued messages of all sessions, or of the sessions of one application, which are a part of all. Thread-safe.
/// </summary>
/// <param name="limit">The most octets.</param>
/// <param name="all">The budget that this one is a part of; null if it is the whole.</param>
internal sealed class QueueBudget(long limit, QueueBudget? all = null)
{
    private long _octets;

    /// <summary>The octets that are queued now.</summary>
    public long Octets => Interlocked.Read(ref _octets);

    /// <summary>
    /// Whether an application has no room for more octets in its own part. Its sessions drop their oldest messages then, so that one back
    /// end that stays away does not take the queues of all others.
    /// </summary>
    public bool IsPartFull(int octets) => all is not null && Octets + octets > limit;

    /// <summary>
    /// Takes octets; false if too many are queued for all. The part of an application is not a bound here, because each of its sessions has
    /// a small queue in any case. A quarter of all octets is left to sessions that are connected: what waits for those that stay away does
    /// not stop the others.
    /// </summary>
    public bool TryTake(int octets, bool isConnected)
    {
        var taken = Interlocked.Add(ref _octets, octets);
        if (all is null ? taken <= (isConnected ? limit : limit - (limit / 4)) : all.TryTake(octets, isConnected))
        {
            return true;
        }

        Interlocked.Add(ref _octets, -octets);
        return false;
    }

    /// <summary>Takes octets of a message that was stored before the limit applied.</summary>
    public void Take(int octets)
    {
        Interlocked.Add(ref _octets, octets);
        all?.Take(octets);
    }

    /// <summary>Gives octets of a message back.</summary>
    public void Return(int octets) => Take(-octets);
}
