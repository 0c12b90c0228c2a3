using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Identity;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>Every live connection of a Thing uses TLS 1.2 or 1.3.</summary>
internal sealed class TransportIsTls12 : IControl
{
    private const string Tls12 = "TLS 1.2";
    private const string Tls13 = "TLS 1.3";

    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1.1-a", "1.1.1", "TLS 1.2 or newer",
        "Use X.509 client certificates to authenticate over TLS 1.2",
        "Counts the live connections of Things, and those of them that use TLS 1.2 or 1.3. The listeners refuse older versions.",
        "live connection", "live connections", "without TLS 1.2 or 1.3", new Remedy("Open connections", "connections"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        var old = context.Live.Where(connection => !Uses(connection.Tls, Tls12) && !Uses(connection.Tls, Tls13)).ToList();
        var since = context.Now.AddDays(-1);
        return new Measurement(context.Live.Count, context.Live.Count - old.Count, new Dictionary<string, object>
        {
            ["liveConnections"] = context.Live.Count,
            ["tls12"] = context.Live.Count(connection => Uses(connection.Tls, Tls12)),
            ["tls13"] = context.Live.Count(connection => Uses(connection.Tls, Tls13)),
            ["refusedWithoutTlsInADay"] = context.Db.Set<AttemptRecord>()
                .Where(x => !x.Allowed && x.At >= since && x.Code == RefusalCodes.TransportNotTls).Sum(x => (long?)x.Count) ?? 0,
        })
        {
            Offenders = LiveOffenders.Of(old, _ => "is connected without TLS 1.2 or 1.3"),
            OffendersAddress = "connections",
        };
    }

    private static bool Uses(string tls, string version) => tls.StartsWith(version, StringComparison.Ordinal);
}
