using System.Net;
using FleetPortal.Fleet.Identity;

namespace FleetPortal.Broker.Handshakes;

/// <summary>The refusals for the header of the PROXY protocol.</summary>
internal static class ProxyRefusals
{
    /// <summary>An address that is no configured proxy sent a header.</summary>
    public static HandshakeRefusal NotAllowed(EndPoint? from) => new(
        CheckCatalogue.ProxyHeaderIsExpected, BrokerRefusals.ProxyHeaderRefused, "this address may not announce another one",
        $"a PROXY header from {(from as IPEndPoint)?.Address}, which is not in Listen:ProxyProtocolFrom",
        "Add the address of the proxy to Listen:ProxyProtocolFrom, or switch off its PROXY protocol.");

    /// <summary>A proxy sent no header.</summary>
    public static HandshakeRefusal Missing { get; } = new(
        CheckCatalogue.ProxyHeaderIsExpected, BrokerRefusals.ProxyHeaderMissing, "the proxy did not announce the address of the device",
        "no PROXY header from an address in Listen:ProxyProtocolFrom",
        "Switch on the PROXY protocol in the proxy (send-proxy-v2 in HAProxy), or take it out of Listen:ProxyProtocolFrom.");

    /// <summary>A proxy sent a header that cannot be read.</summary>
    public static HandshakeRefusal Malformed { get; } = new(
        CheckCatalogue.ProxyHeaderIsExpected, BrokerRefusals.ProxyHeaderMalformed, "the header of the proxy cannot be read",
        "a PROXY header of version 1 or 2 that breaks the rules of the protocol",
        "Let the proxy send the header of TCP over IPv4 or IPv6, with at most 2,048 octets.");
}
