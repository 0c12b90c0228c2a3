using System.Net;
using System.Net.Sockets;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Hosting;

/// <summary>Whether the ports of the listeners can be used, asked before anything is started.</summary>
public static class ListenerPorts
{
    /// <summary>The listeners with the names of their settings.</summary>
    public static IReadOnlyList<(string Setting, Listener Listener)> Of(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return [("Listen:Portal", settings.Portal), ("Listen:Devices", settings.Devices), ("Listen:Mqtt", settings.Mqtt)];
    }

    /// <summary>Why a port cannot be used, in the system's words; null if it is free.</summary>
    public static string? FaultOf(Listener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        try
        {
            using var probe = new TcpListener(new IPEndPoint(listener.Address, listener.Port));
            probe.Start();
            return null;
        }
        catch (SocketException e)
        {
            return e.Message;
        }
    }

    /// <exception cref="SettingsException">One cannot be used.</exception>
    public static void RequireFree(PortalSettings settings)
    {
        List<string> faults = [.. Of(settings).Select(one => (one.Setting, one.Listener, Fault: FaultOf(one.Listener))).Where(one => one.Fault is not null)
            .Select(one => $"{one.Setting}: {one.Listener.Address}:{one.Listener.Port} cannot be used ({one.Fault}). Stop what listens there, or choose another port; 0 takes a free one.")];
        if (faults.Count > 0)
        {
            throw new SettingsException(faults);
        }
    }
}
