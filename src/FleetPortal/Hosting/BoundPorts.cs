using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FleetPortal.Hosting;

/// <summary>The ports on which the listeners are bound. A setting of port 0 takes a free port, which is known only here.</summary>
public sealed class BoundPorts
{
    private readonly Dictionary<string, ListenOptions> _listeners = new(StringComparer.Ordinal);

    /// <summary>The port of the pages and the API; 0 before the listener is bound.</summary>
    public int PortalPort => PortOf("portal");

    /// <summary>The port of EST and of MQTT over WebSocket; 0 before the listener is bound.</summary>
    public int DevicesPort => PortOf("devices");

    /// <summary>The port of MQTT over TLS; 0 before the listener is bound.</summary>
    public int MqttPort => PortOf("mqtt");

    internal void Add(string name, ListenOptions options) => _listeners[name] = options;

    private int PortOf(string name) => _listeners.TryGetValue(name, out var listen) ? listen.IPEndPoint!.Port : 0;
}
