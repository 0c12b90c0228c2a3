using FleetPortal.Configuration;
using static FleetPortal.Configuration.Setting;

namespace FleetPortal.Slices.Connections;

/// <summary>The settings of the slice Connections.</summary>
internal static class ConnectionsSettings
{
    /// <summary>The settings with defaults, limits and meanings.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Text("Proof:Types", null, "none", "ThingTypes, separated by commas",
            "The types whose Things take part in the rolling proof. A single Thing can be switched on too."),
        Number("Limits:ConnectsPerMinute", 60, 1, 100_000, "connects", "The largest number of connects of one Thing in a minute."),
        Number("Limits:HandshakeSeconds", 30, 5, 300, "seconds", "The time in which a device must complete its TLS handshake."),
        Number("Limits:ConnectSeconds", 30, 5, 300, "seconds", "The time in which CONNECT must arrive after the TLS handshake."),
        Number("Limits:KeepAliveSeconds", 3_600, 30, ushort.MaxValue, "seconds",
            "The longest keep alive of an MQTT 5 client. One that asks for a longer one is told to use this."),
        Number("Limits:SessionDays", 30, 1, 365, "days", "The longest time for which a session outlives its connection."),
        Number("Limits:QueuedMessages", 10_000, 1, 60_000, "messages",
            "The largest number of messages with QoS 1 and 2 that wait for one session. A further one replaces the oldest."),
        Number("Limits:QueuedKibibytes", 4_096, 1_024, 1_048_576, "KiB",
            "The largest size of all messages that wait for one session. A further one replaces the oldest."),
        Number("Limits:QueuedMebibytes", 256, 16, 65_536, "MiB",
            "The largest size of all messages that wait for all sessions. A further one is refused."),
        Number("Limits:QueuedDays", 7, 1, 365, "days", "The time after which a message that waits for a session is dropped."),
        Number("Limits:RetainedTopics", 64, 1, 10_000, "topics",
            "The largest number of topics on which one Thing or application may have a retained message."),
        Number("Limits:Connections", 50_000, 64, 1_000_000, "connections",
            "The largest number of device connections at the same time, if the limit of open files allows it."),
        Number("Limits:ConnectionsPerAddress", 4_096, 1, 1_000_000, "connections",
            "The largest number of connections of one IP address (of IPv6: one /64) at the same time."),
        Number("Limits:PendingPerAddress",
            512, 8, 1_000_000, "connections", "The largest number of connections of one IP address that are not admitted yet."),
    ];
}
