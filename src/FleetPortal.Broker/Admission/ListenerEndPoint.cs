using System.Net;
using FleetPortal.Broker.Handshakes;

namespace FleetPortal.Broker.Admission;

/// <summary>An address to listen on, with the budget that its connections are counted in.</summary>
/// <param name="budget">The budget of the listener's group.</param>
/// <param name="address">Where it listens.</param>
/// <param name="port">0 takes a free one.</param>
/// <param name="idleTimeout">How long an HTTP connection may be without a request; null leaves that to the protocol.</param>
public sealed class ListenerEndPoint(
    ConnectionBudget budget, IPAddress address, int port, TimeSpan? idleTimeout = null) : IPEndPoint(address, port)
{
    /// <summary>The budget of its connections.</summary>
    public ConnectionBudget Budget { get; } = budget;

    /// <summary>
    /// The proxies whose connections are counted for the address that they announce. Their own address has no limit.
    /// </summary>
    public AnnouncingProxies Proxies { get; init; } = new([]);

    /// <summary>How long an HTTP connection may be without a request.</summary>
    public TimeSpan? IdleTimeout { get; } = idleTimeout;
}
