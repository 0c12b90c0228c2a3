using FleetPortal.Configuration;
using static FleetPortal.Configuration.Setting;

namespace FleetPortal.Slices.Connections;

/// <summary>The settings of the slice Connections.</summary>
internal static class ConnectionsSettings
{
    /// <summary>The settings with defaults, limits and meanings.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Number("Limits:ConnectsPerMinute", 60, 1, 100_000, "connects", "The largest number of connects of one Thing in a minute."),
        Number("Limits:HandshakeSeconds", 30, 5, 300, "seconds", "The time in which a device must complete its TLS handshake."),
        Number("Limits:ConnectSeconds", 30, 5, 300, "seconds", "The time in which CONNECT must arrive after the TLS handshake."),
        Number("Limits:Connections", 50_000, 64, 1_000_000, "connections",
            "The largest number of device connections at the same time, if the limit of open files allows it."),
        Number("Limits:ConnectionsPerAddress", 4_096, 1, 1_000_000, "connections",
            "The largest number of connections of one IP address (of IPv6: one /64) at the same time."),
        Number("Limits:PendingPerAddress",
            512, 8, 1_000_000, "connections", "The largest number of connections of one IP address that are not admitted yet."),
    ];
}
