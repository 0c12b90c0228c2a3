using System.Net;
using System.Net.Sockets;

namespace FleetPortal.Fleet.Kernel;

/// <summary>Whom a remote address is counted as: the address without its port; of IPv6 the /64, which is what one subscriber has.</summary>
public static class RemoteSource
{
    private const int NetworkOctets = 8;

    /// <summary>The source of an endpoint.</summary>
    public static IPAddress Of(EndPoint? endpoint) => endpoint is IPEndPoint { Address: var address } ? Of(address) : IPAddress.None;

    /// <summary>The source of an address.</summary>
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

    /// <summary>As people read it: <c>203.0.113.9</c>, <c>2001:db8:1:2::/64</c>; the text itself where it is no endpoint.</summary>
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
