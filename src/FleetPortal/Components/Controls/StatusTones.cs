using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;

namespace FleetPortal.Components.Controls;

/// <summary>The look of a status.</summary>
/// <param name="Class">The CSS classes of its colours. A normal status has no background; any other status is tinted.</param>
/// <param name="Icon">One of <see cref="FleetIcons"/>.</param>
/// <param name="Word">The word, as in the filters of lists.</param>
public sealed record StatusTone(string Class, string Icon, string Word);

/// <summary>Defines icon, word and colour of every status. Pages and chips use only these definitions.</summary>
public static class StatusTones
{
    /// <summary>A Thing that may not connect.</summary>
    public static StatusTone Disabled { get; } = new("tinted revoked", FleetIcons.Revoked, "Disabled");

    /// <summary>A Thing that is retired.</summary>
    public static StatusTone Retired { get; } = new("tinted revoked", FleetIcons.Revoked, "Retired");

    /// <summary>A certificate with which no device has connected.</summary>
    public static StatusTone NeverConnected { get; } = new("tinted pending", FleetIcons.NotConnected, "Never connected");

    /// <summary>A certificate, authority or token that expires soon.</summary>
    public static StatusTone Expiring { get; } = new("tinted expiring", FleetIcons.Expiring, "Expiring");

    /// <summary>An API token without an end.</summary>
    public static StatusTone NeverExpires { get; } = new("tinted expiring", FleetIcons.Warning, "never");

    /// <summary>An account without the second factor that the portal requires.</summary>
    public static StatusTone NoSecondFactor { get; } = new("tinted expiring", FleetIcons.Warning, "none");

    /// <summary>A topic that the Thing may publish on, and does.</summary>
    public static StatusTone TopicInUse { get; } = new("active", FleetIcons.Active, "May publish, used");

    /// <summary>A topic that the Thing may publish on, and has not.</summary>
    public static StatusTone TopicNotUsed { get; } = new("offline", FleetIcons.NotReached, "May publish, not used yet");

    /// <summary>A topic that the Thing may subscribe to.</summary>
    public static StatusTone TopicSubscribed { get; } = new("offline", FleetIcons.NotReached, "May subscribe");

    /// <summary>A topic on which the Thing was refused.</summary>
    public static StatusTone TopicRefused { get; } = new("refused", FleetIcons.Refused, "Refused");

    /// <summary>An audit chain that is intact.</summary>
    public static StatusTone Intact { get; } = new("active", FleetIcons.Active, "Intact");

    /// <summary>An audit chain that is broken.</summary>
    public static StatusTone Broken { get; } = new("refused", FleetIcons.Error, "Broken");

    /// <summary>Returns the look of a certificate, by its stored status, the time and its authority.</summary>
    /// <param name="status">The stored status; null if there is no certificate.</param>
    /// <param name="notAfter">When the certificate expires.</param>
    /// <param name="authorityEnded">Whether its authority is not trusted any more.</param>
    /// <param name="reason">The reason of the revocation, or null.</param>
    /// <param name="now">The current time.</param>
    public static StatusTone OfCertificate(CertificateStatus? status,
        DateTimeOffset? notAfter, bool authorityEnded, RevocationReason? reason, DateTimeOffset now) => status switch
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

    /// <summary>Returns the look of an authority, by its stored status and the time.</summary>
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

    /// <summary>Returns the look of a local account.</summary>
    public static StatusTone OfAccount(AccountState state) => state switch
    {
        AccountState.Active => new("active", FleetIcons.Active, "Active"),
        AccountState.Invited => new("tinted pending", FleetIcons.Send, "Invited"),
        AccountState.InvitationExpired => new("tinted expired", FleetIcons.Expired, "Invitation expired"),
        _ => new("tinted revoked", FleetIcons.Revoked, "Disabled"),
    };

    /// <summary>Returns the look of a locked account.</summary>
    /// <param name="until">The time of day at which the lock ends.</param>
    public static StatusTone Locked(string until) => new("tinted hold", FleetIcons.Locked, $"Locked until {until}");

    /// <summary>Returns the look of a Thing that is connected or not.</summary>
    public static StatusTone OfConnection(bool connected) =>
        connected ? new("active", FleetIcons.Connected, "Connected") : new("offline", FleetIcons.NotConnected, "Not connected");

    /// <summary>Returns the look of the outcome of a connect attempt.</summary>
    public static StatusTone OfOutcome(bool allowed) =>
        allowed ? new("active", FleetIcons.Active, "Accepted") : new("refused", FleetIcons.Refused, "Refused");
}
