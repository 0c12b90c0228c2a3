namespace FleetPortal.Broker.Handshakes;

/// <summary>
/// Counts connections that load balancers and monitoring open to see whether the listener answers: they close without an octet of their
/// own, or complete TLS without a certificate and then send nothing. They are no attempts of a device. Thread-safe.
/// </summary>
public sealed class ConnectionProbes
{
    private long _count;

    /// <summary>Probes of the device listeners since the start.</summary>
    public long Count => Interlocked.Read(ref _count);

    internal void Add() => Interlocked.Increment(ref _count);
}
