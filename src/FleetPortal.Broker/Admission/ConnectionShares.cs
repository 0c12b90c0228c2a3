namespace FleetPortal.Broker.Admission;

/// <summary>How the file descriptors of the process are divided between the groups of listeners.</summary>
/// <param name="Portal">Connections of pages and API.</param>
/// <param name="Devices">Connections of devices.</param>
public readonly record struct ConnectionShares(int Portal, int Devices)
{
    private const int MinPortal = 48;
    private const int MaxPortal = 2_048;
    private const int PortalPart = 8;
    private const int MinDevices = 64;

    // The runtime and its assemblies keep about 380 open; the rest is for the database's readers, files and outgoing connections.
    private const int MinReserve = 480;
    private const int ReservePart = 8;

    /// <summary>The smallest limit of open files with which the portal starts.</summary>
    public const int Least = MinReserve + MinPortal + MinDevices;

    /// <summary>The shares below a limit of open files.</summary>
    /// <param name="descriptors">The limit; null where there is none.</param>
    /// <param name="wanted">Connections of devices as configured.</param>
    /// <param name="ownClients">Descriptors that this process uses as a client: the simulator.</param>
    public static ConnectionShares Of(int? descriptors, int wanted, int ownClients)
    {
        if (descriptors is not { } limit)
        {
            return new ConnectionShares(MaxPortal, wanted);
        }

        var reserve = Math.Max(MinReserve, limit / ReservePart) + ownClients;
        var left = Math.Max(MinPortal + MinDevices, limit - reserve);
        var portal = Math.Clamp(left / PortalPart, MinPortal, MaxPortal);
        return new ConnectionShares(portal, Math.Min(wanted, left - portal));
    }
}
