using System.Net;

namespace FleetPortal.Broker.Handshakes;

/// <summary>
/// The proxies in front of the device listeners that announce the address of a device with the PROXY protocol. A connection from one of
/// them must begin with the header; a header from any other address is refused.
/// </summary>
/// <param name="Networks">Their addresses and networks.</param>
public sealed record AnnouncingProxies(IReadOnlyList<IPNetwork> Networks)
{
    /// <summary>Whether connections from this address begin with a header.</summary>
    public bool Announces(IPAddress address) => Networks.Count > 0 && Networks.Any(network => network.Contains(address));
}
