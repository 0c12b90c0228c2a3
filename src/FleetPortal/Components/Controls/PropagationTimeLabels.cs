using System.Globalization;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Components.Controls;

/// <summary>Formats propagation times for people.</summary>
public static class PropagationTimeLabels
{
    /// <summary>
    /// Returns all times, such as "session closed 4 ms · reconnect refused 5 ms · OCSP 5 ms · CRL 9 ms". Without a session it begins with
    /// "no session was open". Other missing times are left out.
    /// </summary>
    public static string Of(PropagationTimes known)
    {
        ArgumentNullException.ThrowIfNull(known);
        var parts = new (string Name, TimeSpan? Time)[] { ("session closed", known.SessionClosed),
            ("reconnect refused", known.ReconnectRefused), ("OCSP", known.Ocsp), ("CRL", known.Crl) };
        var times = parts.Where(part => part.Time is not null)
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Name} {part.Time!.Value.TotalMilliseconds:0} ms"));
        return string.Join(" · ",
            known is { SessionClosed: null, ReconnectRefused: not null } ? times.Prepend("no session was open") : times);
    }

    /// <summary>
    /// Returns the longest and all known times, such as "Effective after 103 ms (broker 98, OCSP 98, CRL 103).", or an empty text if none
    /// is known.
    /// </summary>
    public static string Effective(PropagationTimes known)
    {
        ArgumentNullException.ThrowIfNull(known);
        var parts = new (string Name,
            TimeSpan? Time)[] { ("broker", known.ReconnectRefused ?? known.SessionClosed), ("OCSP", known.Ocsp), ("CRL", known.Crl) };
        var times = parts.Where(part => part.Time is not null)
            .Select(part => (part.Name, Milliseconds: part.Time!.Value.TotalMilliseconds)).ToList();
        if (times.Count == 0)
        {
            return "";
        }

        var each = times.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Name} {part.Milliseconds:0}"));
        return string.Create(
            CultureInfo.InvariantCulture, $"Effective after {times.Max(part => part.Milliseconds):0} ms ({string.Join(", ", each)}).");
    }
}
