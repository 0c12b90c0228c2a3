using System.Net;
using System.Net.Sockets;

namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// Groups remote addresses for limits: an IPv4 address counts as itself, an IPv6 address as its /64, which is the network of one
/// subscriber. Ports are ignored.
/// </summary>
public static class RemoteSource
{
    private const int NetworkOctets = 8;

    /// <summary>Returns the source of an endpoint.</summary>
    public static IPAddress Of(EndPoint? endpoint) => endpoint is IPEndPoint { Address: var address } ? Of(address) : IPAddress.None;

    /// <summary>Returns the source of an address.</summary>
    public static IPAddress Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
        {
            return address;
        }

        var octets = address.GetAddressBytes();
        octets.AsSpan(NetworkOctets).Clear();
        return new IPAddress(octets);
    }

    /// <summary>
    /// Returns an endpoint with its IPv4 address, if it is written as an IPv6 address (RFC 4291 §2.5.5.2) because the listener serves both.
    /// </summary>
    public static EndPoint? WithoutMapping(EndPoint? endpoint) => endpoint is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped
        ? new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port) : endpoint;

    /// <summary>
    /// Returns the source as people read it: <c>203.0.113.9</c>, <c>2001:db8:1:2::/64</c>. Text that is no endpoint is returned unchanged.
    /// </summary>
    public static string Text(string endpoint)
    {
        if (!IPEndPoint.TryParse(endpoint, out var parsed))
        {
            return endpoint;
        }

        var source = Of(parsed.Address);
        return source.AddressFamily == AddressFamily.InterNetworkV6 && !IPAddress.IsLoopback(source) ? $"{source}/64" : source.ToString();
    }
}
