namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// How long it took from the request until each part of the world knew. Measured by asking it: the decider, the responder, the
/// CRL as it is served. Null where it does not apply, or where it has not come to know.
/// </summary>
/// <param name="SessionClosed">Until the last session was gone; null where there was none.</param>
/// <param name="ReconnectRefused">Until the decider refused the certificate.</param>
/// <param name="Ocsp">Until OCSP gave the new status.</param>
/// <param name="Crl">Until the published CRL did.</param>
public sealed record PropagationTimes(TimeSpan? SessionClosed, TimeSpan? ReconnectRefused, TimeSpan? Ocsp, TimeSpan? Crl)
{
    /// <summary>Nothing is known of any part.</summary>
    public static PropagationTimes None { get; } = new(null, null, null, null);

    /// <summary>As the tables keep it.</summary>
    internal static int? Microseconds(TimeSpan? time) => time is { } span ? (int)Math.Min(int.MaxValue, span.TotalMicroseconds) : null;

    /// <summary>From the tables.</summary>
    internal static TimeSpan? Span(int? microseconds) => microseconds is { } number ? TimeSpan.FromMicroseconds(number) : null;
}
