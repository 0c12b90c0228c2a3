namespace FleetPortal.Fleet.Publication;

/// <summary>Computes the times and numbers of CRLs, and the times of OCSP responses.</summary>
internal static class CrlTimes
{
    /// <summary>
    /// How far thisUpdate is in the past, like notBefore of certificates. Otherwise a client whose clock is slow would consider every new
    /// CRL as not valid yet, and refuse every certificate.
    /// </summary>
    public static readonly TimeSpan Backdate = TimeSpan.FromMinutes(5);

    /// <summary>Returns thisUpdate and nextUpdate of a CRL or response that is signed now, in whole seconds.</summary>
    public static (DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate) Of(DateTimeOffset now, TimeSpan validity)
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        return (second - Backdate, second + validity);
    }

    /// <summary>
    /// Whether a client with a correct clock accepts these times. If the clock was ahead at the signature, thisUpdate is in the future.
    /// </summary>
    public static bool IsValid(
        DateTimeOffset? thisUpdate, DateTimeOffset? nextUpdate, DateTimeOffset now) => thisUpdate <= now && nextUpdate > now;

    /// <summary>
    /// Returns revocationDate or revocationTime. It is as far in the past as thisUpdate, so that it is never after the thisUpdate of a CRL
    /// that lists it, and is the same on every CRL. A time from a period when the clock was ahead becomes thisUpdate.
    /// </summary>
    public static DateTimeOffset RevokedAt(DateTimeOffset changedAt, DateTimeOffset thisUpdate) => changedAt - Backdate < thisUpdate
        ? changedAt - Backdate : thisUpdate;

    /// <summary>
    /// Returns the next CRL number (RFC 5280 §5.2.3): higher than the last, and at least the Unix time in milliseconds, so that a registry
    /// restored from a backup never repeats a number. It has 41 bits today; RFC 5280 allows 20 octets.
    /// </summary>
    public static long NextNumber(long last, DateTimeOffset now) => Math.Max(last + 1, now.ToUnixTimeMilliseconds());

    /// <summary>Returns until when clients may cache a CRL whose thisUpdate is in the future, after another CRL has replaced it.</summary>
    public static DateTimeOffset? AheadUntil(
        DateTimeOffset? thisUpdate, DateTimeOffset? nextUpdate, DateTimeOffset? before, DateTimeOffset now) =>
        thisUpdate > now ? nextUpdate : before > now ? before : null;
}
