using FleetPortal.Broker;
using FleetPortal.Broker.Handshakes;
using FleetPortal.Configuration;

namespace FleetPortal.Hosting;

/// <summary>Takes what the listeners for devices need from the settings.</summary>
public static class DevicePorts
{
    /// <summary>Returns host names, proxies and the RSA certificate, which is read from its file.</summary>
    public static DevicePort Of(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var port = new DevicePort { PublicHosts = settings.PublicHosts, Proxies = new AnnouncingProxies(settings.ProxyProtocolFrom) };
        if (settings.DeviceRsaCertificatePath is not { } path)
        {
            return port;
        }

        var (certificate, chain) = PortalCertificate.Read(path);
        return port with { RsaCertificate = [certificate, .. chain] };
    }
}
