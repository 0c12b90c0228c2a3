using FleetPortal.Fleet.Connections;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>Turns live connections of Things into offenders.</summary>
internal static class LiveOffenders
{
    /// <summary>Returns the first offenders by name. An offence began with its connection.</summary>
    public static IReadOnlyList<Offender> Of(IEnumerable<LiveConnection> connections, Func<LiveConnection, string> reason) =>
        [.. connections.OrderBy(connection => connection.ThingName, StringComparer.Ordinal).Take(Measurement.MaxOffenders)
            .Select(connection => new Offender(connection.ThingName!, true, reason(connection), connection.ConnectedAt))];
}
