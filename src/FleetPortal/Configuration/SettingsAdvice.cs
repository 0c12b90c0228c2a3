namespace FleetPortal.Configuration;

/// <summary>Warnings about settings that are valid but probably a mistake. The start and <c>doctor</c> print them.</summary>
public static class SettingsAdvice
{
    /// <summary>Returns the warnings as sentences with the remedy; empty if there are none.</summary>
    public static IReadOnlyList<string> Of(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        List<string> advice = [];
        if (NamesOnlyThisMachine(settings)
            && new[] { settings.Portal, settings.Devices, settings.Mqtt }.Any(listener => !listener.IsLoopback))
        {
            advice.Add(
                $"Listen:PublicHost is {settings.PublicHost}, and other machines can connect. Server certificates are valid for "
                    + $"that name only, and each device certificate "
                    + "contains it permanently in the addresses of CRL and OCSP. Set Listen:PublicHost to the name that devices use.");
        }

        if (settings is { BehindProxy: true, PublicAddress: null })
        {
            advice.Add(
                $"Listen:BehindProxy is set, but Listen:PublicAddress is not. Device certificates will contain "
                    + $"{settings.Portal.Scheme}://{settings.PublicHost}:{settings.Portal.Port} as the address of "
                    + "CRL and OCSP, which cannot be changed later. Set Listen:PublicAddress to the address of the proxy, such as "
                    + "http://pki.example.com.");
        }

        return advice;
    }

    private static bool NamesOnlyThisMachine(PortalSettings settings) =>
        settings.PublicHost.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (System.Net.IPAddress.TryParse(settings.PublicHost, out var address) && System.Net.IPAddress.IsLoopback(address));
}
