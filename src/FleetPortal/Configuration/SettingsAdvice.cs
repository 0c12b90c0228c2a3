namespace FleetPortal.Configuration;

/// <summary>Settings that are valid and probably not meant. The start and <c>doctor</c> say them.</summary>
public static class SettingsAdvice
{
    /// <summary>One sentence each.</summary>
    public static IReadOnlyList<string> Of(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        List<string> advice = [];
        if (NamesOnlyThisMachine(settings) && new[] { settings.Portal, settings.Devices, settings.Mqtt }.Any(listener => !listener.IsLoopback))
        {
            advice.Add(
                $"Listen:PublicHost is {settings.PublicHost}, and other machines can connect. Server certificates are valid for that name alone, and each device certificate "
                + "carries it for good as the address of CRL and OCSP. Set it to the name that devices use.");
        }

        if (settings is { BehindProxy: true, PublicAddress: null })
        {
            advice.Add(
                $"Listen:BehindProxy is set, and Listen:PublicAddress is not: device certificates will name {settings.Portal.Scheme}://{settings.PublicHost}:{settings.Portal.Port} as the address of "
                + "CRL and OCSP, which cannot be changed later. Set it to the proxy's address, such as http://pki.example.com.");
        }

        return advice;
    }

    private static bool NamesOnlyThisMachine(PortalSettings settings) =>
        settings.PublicHost.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (System.Net.IPAddress.TryParse(settings.PublicHost, out var address) && System.Net.IPAddress.IsLoopback(address));
}
