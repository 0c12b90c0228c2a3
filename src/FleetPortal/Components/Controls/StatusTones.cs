using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;

namespace FleetPortal.Components.Controls;

/// <summary>How a status looks.</summary>
/// <param name="Class">The classes of its colours. What is normal is quiet, a deviation is tinted.</param>
/// <param name="Icon">One of <see cref="FleetIcons"/>.</param>
/// <param name="Word">The word, as in the filters.</param>
public sealed record StatusTone(string Class, string Icon, string Word);

/// <summary>Icon, word and colour of every status that the pages show. Pages and chips take them from here only.</summary>
public static class StatusTones
{
    /// <summary>A Thing that may not connect.</summary>
    public static StatusTone Disabled { get; } = new("tinted revoked", FleetIcons.Revoked, "Disabled");

    /// <summary>A Thing that is retired.</summary>
    public static StatusTone Retired { get; } = new("tinted revoked", FleetIcons.Revoked, "Retired");

    /// <summary>A certificate that no device has connected with.</summary>
    public static StatusTone NeverConnected { get; } = new("tinted pending", FleetIcons.NotConnected, "Never connected");

    /// <summary>Something that ends soon.</summary>
    public static StatusTone Expiring { get; } = new("tinted expiring", FleetIcons.Expiring, "Expiring");

    /// <summary>An API token without an end.</summary>
    public static StatusTone NeverExpires { get; } = new("tinted expiring", FleetIcons.Warning, "never");

    /// <summary>An account without the second factor that the portal asks for.</summary>
    public static StatusTone NoSecondFactor { get; } = new("tinted expiring", FleetIcons.Warning, "none");

    /// <summary>A topic that the Thing may publish on, and does.</summary>
    public static StatusTone TopicInUse { get; } = new("active", FleetIcons.Active, "May publish, used");

    /// <summary>A topic that the Thing may publish on, and has not.</summary>
    public static StatusTone TopicNotUsed { get; } = new("offline", FleetIcons.NotReached, "May publish, not used yet");

    /// <summary>A topic that the Thing may subscribe to.</summary>
    public static StatusTone TopicSubscribed { get; } = new("offline", FleetIcons.NotReached, "May subscribe");

    /// <summary>A topic on which the Thing was refused.</summary>
    public static StatusTone TopicRefused { get; } = new("refused", FleetIcons.Refused, "Refused");

    /// <summary>A chain of entries that holds.</summary>
    public static StatusTone Intact { get; } = new("active", FleetIcons.Active, "Intact");

    /// <summary>A chain of entries that does not hold.</summary>
    public static StatusTone Broken { get; } = new("refused", FleetIcons.Error, "Broken");

    /// <summary>A certificate, by what is stored, by the time, and by its authority.</summary>
    /// <param name="status">What is stored; null where there is no certificate.</param>
    /// <param name="notAfter">When it ends.</param>
    /// <param name="authorityEnded">Whether the authority that signed it is not trusted any more.</param>
    /// <param name="reason">Why it was revoked.</param>
    /// <param name="now">The time.</param>
    public static StatusTone OfCertificate(CertificateStatus? status, DateTimeOffset? notAfter, bool authorityEnded, RevocationReason? reason, DateTimeOffset now) => status switch
    {
        null => new("offline", FleetIcons.NotReached, "No certificate"),
        CertificateStatus.Revoked => new("tinted revoked", FleetIcons.Revoked, reason is { } why ? $"Revoked: {why.ToWire()}" : "Revoked"),
        _ when notAfter < now => new("tinted expired", FleetIcons.Expired, "Expired"),
        _ when authorityEnded => new("tinted revoked", FleetIcons.Refused, "Authority not trusted"),
        CertificateStatus.Inactive => new("tinted hold", FleetIcons.OnHold, "On hold"),
        CertificateStatus.PendingActivation => new("tinted pending", FleetIcons.Pending, "Pending activation"),
        _ when notAfter < now.AddDays(ThingQueries.ExpiringDays) => Expiring,
        _ => new("active", FleetIcons.Active, "Active"),
    };

    /// <summary>An authority, by what is stored and by the time.</summary>
    public static StatusTone OfAuthority(AuthorityView authority, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(authority);
        return authority.Status switch
        {
            AuthorityStatus.PendingProof => new("tinted pending", FleetIcons.Pending, "Proof needed"),
            AuthorityStatus.Disabled => new("tinted hold", FleetIcons.OnHold, "Disabled"),
            AuthorityStatus.Retired => new("tinted revoked", FleetIcons.Revoked, "Retired"),
            _ when authority.IsExpired(now) => new("tinted expired", FleetIcons.Expired, "Expired"),
            _ when authority.NotAfter < now.AddDays(ThingQueries.ExpiringDays) => Expiring,
            _ => new("active", FleetIcons.Active, "Active"),
        };
    }

    /// <summary>An account of a person.</summary>
    public static StatusTone OfAccount(AccountState state) => state switch
    {
        AccountState.Active => new("active", FleetIcons.Active, "Active"),
        AccountState.Invited => new("tinted pending", FleetIcons.Send, "Invited"),
        AccountState.InvitationExpired => new("tinted expired", FleetIcons.Expired, "Invitation expired"),
        _ => new("tinted revoked", FleetIcons.Revoked, "Disabled"),
    };

    /// <summary>An account that is locked.</summary>
    /// <param name="until">The time of day at which it ends.</param>
    public static StatusTone Locked(string until) => new("tinted hold", FleetIcons.Locked, $"Locked until {until}");

    /// <summary>Whether a Thing is connected.</summary>
    public static StatusTone OfConnection(bool connected) =>
        connected ? new("active", FleetIcons.Connected, "Connected") : new("offline", FleetIcons.NotConnected, "Not connected");

    /// <summary>The outcome of an attempt to connect.</summary>
    public static StatusTone OfOutcome(bool allowed) =>
        allowed ? new("active", FleetIcons.Active, "Accepted") : new("refused", FleetIcons.Refused, "Refused");
}
