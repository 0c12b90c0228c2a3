using System.Net;

namespace FleetPortal.Configuration;

/// <summary>Reads the settings of known proxies and of accepted host names.</summary>
internal static class HostReader
{
    private const int MaxPublicHosts = 16;

    private static readonly IPNetwork[] Loopback = [new(IPAddress.Parse("127.0.0.0"), 8), new(IPAddress.IPv6Loopback, 128)];

    /// <summary>
    /// Reads <c>Listen:KnownProxies</c>: addresses and networks, separated by commas. Without the setting it returns loopback.
    /// </summary>
    public static IReadOnlyList<IPNetwork> KnownProxies(string? text, ICollection<string> faults) =>
        text is null ? Loopback : Networks("Listen:KnownProxies", text, faults);

    /// <summary>Reads a setting of addresses and networks, separated by commas. Without the setting it returns none.</summary>
    public static IReadOnlyList<IPNetwork> Networks(string key, string? text, ICollection<string> faults)
    {
        var networks = new List<IPNetwork>();
        foreach (var part in Parts(text ?? ""))
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
                faults.Add($"{key}: {part} is neither an address nor a network such as 10.0.0.0/8.");
            }
        }

        return networks;
    }

    /// <summary>Reads <c>Listen:PublicHost</c>: one or more host names, separated by commas.</summary>
    public static IReadOnlyList<string> PublicHosts(string text, ICollection<string> faults)
    {
        var names = Parts(text).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (names.Count is 0 or > MaxPublicHosts || names.Any(name => Uri.CheckHostName(name) is UriHostNameType.Unknown))
        {
            faults.Add($"Listen:PublicHost: {text} is not a host name, or a list of at most {MaxPublicHosts} separated by commas.");
        }

        return names.Count == 0 ? [text] : names;
    }

    /// <summary>
    /// Returns the names in <c>Listen:AllowedHosts</c> and the hosts of <c>Listen:PublicHost</c> and <c>Listen:PublicAddress</c>.
    /// </summary>
    public static IReadOnlyList<string> AllowedHosts(
        string? text, IReadOnlyList<string> publicHosts, string? publicAddress, ICollection<string> faults)
    {
        var names = Parts(text ?? "");
        foreach (var name in names.Where(name => name != "*" && Uri.CheckHostName(name.Trim('[', ']')) == UriHostNameType.Unknown))
        {
            faults.Add($"Listen:AllowedHosts: {name} is not a host name. Separate names by commas; * allows every name.");
        }

        return [.. names, .. publicHosts,
            .. Uri.TryCreate(publicAddress, UriKind.Absolute, out var address) ? [address.IdnHost] : Array.Empty<string>()];
    }

    /// <summary>Returns the parts of a text that commas separate.</summary>
    public static string[] Parts(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
