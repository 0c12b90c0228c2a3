namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// The time from the request of a status change until each part of the system had the new status. Each time is measured by asking that
/// part. Null if it does not apply or was not reached.
/// </summary>
/// <param name="SessionClosed">The time until the last session was closed; null if there was no session.</param>
/// <param name="ReconnectRefused">The time until the decider refused the certificate.</param>
/// <param name="Ocsp">The time until OCSP returned the new status.</param>
/// <param name="Crl">The time until the published CRL had the new status.</param>
public sealed record PropagationTimes(TimeSpan? SessionClosed, TimeSpan? ReconnectRefused, TimeSpan? Ocsp, TimeSpan? Crl)
{
    /// <summary>Times of which none was measured.</summary>
    public static PropagationTimes None { get; } = new(null, null, null, null);

    /// <summary>Converts a time to the value that the tables store, in microseconds.</summary>
    internal static int? Microseconds(TimeSpan? time) => time is { } span ? (int)Math.Min(int.MaxValue, span.TotalMicroseconds) : null;

    /// <summary>Converts the stored number of microseconds to a time.</summary>
    internal static TimeSpan? Span(int? microseconds) => microseconds is { } number ? TimeSpan.FromMicroseconds(number) : null;
}
