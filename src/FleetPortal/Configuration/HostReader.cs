using System.Net;

namespace FleetPortal.Configuration;

/// <summary>Reads the settings of known proxies and of accepted host names.</summary>
internal static class HostReader
{
    private static readonly IPNetwork[] Loopback = [new(IPAddress.Parse("127.0.0.0"), 8), new(IPAddress.IPv6Loopback, 128)];

    /// <summary>
    /// Reads <c>Listen:KnownProxies</c>: addresses and networks, separated by commas. Without the setting it returns loopback.
    /// </summary>
    public static IReadOnlyList<IPNetwork> KnownProxies(string? text, ICollection<string> faults)
    {
        if (text is null)
        {
            return Loopback;
        }

        var networks = new List<IPNetwork>();
        foreach (var part in Parts(text))
        {
            if (IPAddress.TryParse(part, out var address))
            {
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else if (IPNetwork.TryParse(part, out var network))
            {
                networks.Add(network);
            }
            else
            {
                faults.Add($"Listen:KnownProxies: {part} is neither an address nor a network such as 10.0.0.0/8.");
            }
        }

        return networks;
    }

    /// <summary>
    /// Returns the names in <c>Listen:AllowedHosts</c> and the hosts of <c>Listen:PublicHost</c> and <c>Listen:PublicAddress</c>.
    /// </summary>
    public static IReadOnlyList<string> AllowedHosts(string? text, string publicHost, string? publicAddress, ICollection<string> faults)
    {
        var names = Parts(text ?? "");
        foreach (var name in names.Where(name => name != "*" && Uri.CheckHostName(name.Trim('[', ']')) == UriHostNameType.Unknown))
        {
            faults.Add($"Listen:AllowedHosts: {name} is not a host name. Separate names by commas; * allows every name.");
        }

        return [.. names, publicHost,
            .. Uri.TryCreate(publicAddress, UriKind.Absolute, out var address) ? [address.IdnHost] : Array.Empty<string>()];
    }

    private static string[] Parts(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
