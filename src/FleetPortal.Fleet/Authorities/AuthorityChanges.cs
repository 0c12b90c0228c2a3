using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Authorities;

/// <summary>The status changes of authorities in one transaction, collected for the effects that run after the commit.</summary>
internal sealed class AuthorityChanges
{
    /// <summary>The changed authorities: first the one that the request names, then those below it.</summary>
    public List<ChangedAuthority> Authorities { get; } = [];

    /// <summary>
    /// Whether the request repeats a change that was made before. Its effects run again, and the times of the first run are kept.
    /// </summary>
    public bool IsRepeat { get; private set; }

    /// <summary>The number of closed sessions. Set when the effects have run.</summary>
    public int SessionsClosed { get; set; }

    /// <summary>The propagation times of the change. Set when the effects have run.</summary>
    public PropagationTimes Known { get; set; } = PropagationTimes.None;

    /// <summary>Adds the authority with its new status.</summary>
    public void Add(AuthorityRecord authority) => Authorities.Add(new ChangedAuthority(authority.Key, authority.Status, authority.Version));

    /// <summary>Marks a repeated request. Its effects run again, because the first answer may have been lost before they ran.</summary>
    public AuthorityChanges Repeat(AuthorityRecord authority)
    {
        IsRepeat = true;
        Add(authority);
        return this;
    }
}

/// <summary>An authority whose status has just been changed.</summary>
/// <param name="Key">The key of its row.</param>
/// <param name="Status">The new status.</param>
/// <param name="Version">The version of its row after the change.</param>
internal sealed record ChangedAuthority(long Key, AuthorityStatus Status, long Version);
