using FleetPortal.Broker.Admission;
using FleetPortal.Configuration;

namespace FleetPortal.Hosting;

/// <summary>Computes how many connections each listener may hold, from the settings and the limit of open files.</summary>
public static class ConnectionAdmission
{
    /// <summary>Registers <see cref="ConnectionBudgets"/> with the limits of the settings.</summary>
    public static void AddConnectionBudgets(this IServiceCollection services, PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var shares = SharesOf(settings);
        services.AddSingleton(provider => new ConnectionBudgets(
            new ConnectionBudget("portal",
                LimitsOf(settings, shares.Portal, settings.BehindProxy), provider.GetRequiredService<TimeProvider>()),
            new ConnectionBudget("devices",
                LimitsOf(settings, shares.Devices, oneAddress: false), provider.GetRequiredService<TimeProvider>())));
    }

    /// <summary>Returns how the file descriptors of the process are divided between the listeners.</summary>
    public static ConnectionShares SharesOf(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return ConnectionShares.Of(DescriptorLimit.Read(), settings.Connections, settings.SimulatedThings);
    }

    /// <summary>Returns an error message with the remedy if the limit of open files is too low to start, or null.</summary>
    public static string? FaultOf(PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var least = ConnectionShares.Least + settings.SimulatedThings;
        return DescriptorLimit.Read() is { } limit && limit < least
            ? $"The limit of open files is {limit}; the portal needs at least {least}. Raise it: ulimit -n 65536, "
                + $"LimitNOFILE=65536 in systemd, --ulimit nofile=65536 in Docker."
            : null;
    }

    /// <param name="settings">The settings.</param>
    /// <param name="connections">The largest number of connections of the listener.</param>
    /// <param name="oneAddress">Whether all connections come from the address of the proxy. The limits per address are then off.</param>
    private static ConnectionLimits LimitsOf(PortalSettings settings, int connections, bool oneAddress) => new()
    {
        Connections = connections,
        PerAddress = oneAddress ? 0 : settings.ConnectionsPerAddress,
        PendingPerAddress = oneAddress ? 0 : settings.PendingPerAddress,
    };
}
