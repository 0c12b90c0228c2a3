namespace FleetPortal.Fleet.Publication;

/// <summary>The times and numbers of CRLs and OCSP responses.</summary>
internal static class CrlTimes
{
    /// <summary>
    /// thisUpdate lies this far back, as notBefore of certificates does: a client whose clock is a little slow would otherwise take
    /// every new CRL for one that is not valid yet, and refuse every peer on it.
    /// </summary>
    public static readonly TimeSpan Backdate = TimeSpan.FromMinutes(5);

    /// <summary>thisUpdate and nextUpdate of what is signed now, in whole seconds.</summary>
    public static (DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate) Of(DateTimeOffset now, TimeSpan validity)
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        return (second - Backdate, second + validity);
    }

    /// <summary>Whether clients with the right time take it. After the clock was ahead, thisUpdate lies in the future.</summary>
    public static bool IsValid(DateTimeOffset? thisUpdate, DateTimeOffset? nextUpdate, DateTimeOffset now) => thisUpdate <= now && nextUpdate > now;

    /// <summary>
    /// revocationDate and revocationTime. They lie as far back as thisUpdate, so that none is after the thisUpdate of a CRL that lists it and
    /// it is the same in each; one from a time when the clock was ahead is brought down to thisUpdate.
    /// </summary>
    public static DateTimeOffset RevokedAt(DateTimeOffset changedAt, DateTimeOffset thisUpdate) => changedAt - Backdate < thisUpdate ? changedAt - Backdate : thisUpdate;

    /// <summary>
    /// The next CRL number (RFC 5280 §5.2.3): more than the last, and at least the Unix time in milliseconds, so that a registry
    /// restored from a backup never uses a number again. 41 bits today; RFC 5280 allows 20 octets.
    /// </summary>
    public static long NextNumber(long last, DateTimeOffset now) => Math.Max(last + 1, now.ToUnixTimeMilliseconds());

    /// <summary>Until when clients may keep a CRL whose thisUpdate is still to come, once another replaces it.</summary>
    public static DateTimeOffset? AheadUntil(DateTimeOffset? thisUpdate, DateTimeOffset? nextUpdate, DateTimeOffset? before, DateTimeOffset now) =>
        thisUpdate > now ? nextUpdate : before > now ? before : null;
}
