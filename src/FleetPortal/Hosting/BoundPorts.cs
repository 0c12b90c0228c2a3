using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FleetPortal.Hosting;

/// <summary>The listeners with the ports that they really got.</summary>
public sealed class BoundPorts
{
    private readonly Dictionary<string, ListenOptions> _listeners = new(StringComparer.Ordinal);

    /// <summary>The port of pages and API.</summary>
    public int PortalPort => PortOf("portal");

    /// <summary>The port of MQTT over WebSocket.</summary>
    public int DevicesPort => PortOf("devices");

    /// <summary>The port of MQTT over TLS.</summary>
    public int MqttPort => PortOf("mqtt");

    internal void Add(string name, ListenOptions options) => _listeners[name] = options;

    private int PortOf(string name) => _listeners.TryGetValue(name, out var listen) ? listen.IPEndPoint!.Port : 0;
}
