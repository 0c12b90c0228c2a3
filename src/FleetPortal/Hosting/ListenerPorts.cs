using System.Net;
using System.Net.Sockets;
using FleetPortal.Configuration;

namespace FleetPortal.Hosting;

/// <summary>Checks before the start whether the ports of the listeners can be used.</summary>
public static class ListenerPorts
{
    /// <summary>Returns the three listeners with the keys of their settings.</summary>
    public static IReadOnlyList<(string Setting, Listener Listener)> Of(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return [("Listen:Portal", settings.Portal), ("Listen:Devices", settings.Devices), ("Listen:Mqtt", settings.Mqtt)];
    }

    /// <summary>Returns the error of the operating system if a port cannot be used, or null if it is free.</summary>
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

    /// <summary>Throws if a port of a listener cannot be used.</summary>
    /// <exception cref="SettingsException">A port cannot be used; one line for each.</exception>
    public static void RequireFree(PortalSettings settings)
    {
        List<string> faults =
            [.. Of(settings).Select(one => (one.Setting, one.Listener, Fault: FaultOf(one.Listener))).Where(one => one.Fault is not null)
            .Select(one => $"{one.Setting}: {one.Listener.Address}:{one.Listener.Port} cannot be used ({one.Fault}). Stop the program that "
                + $"uses the port, or choose another port; 0 takes a free one.")];
        if (faults.Count > 0)
        {
            throw new SettingsException(faults);
        }
    }
}
