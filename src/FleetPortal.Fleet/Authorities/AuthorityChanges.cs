using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Authorities;

/// <summary>The changes of status of authorities in one transaction: its note for the effects after the commit. Every change adds itself.</summary>
internal sealed class AuthorityChanges
{
    /// <summary>What changed: first the authority that was asked for, then those below it.</summary>
    public List<ChangedAuthority> Authorities { get; } = [];

    /// <summary>Nothing was changed that was not so before: the effects run again, and the times of the first run are kept.</summary>
    public bool IsRepeat { get; private set; }

    /// <summary>How many sessions were closed. Set when the effects are over.</summary>
    public int SessionsClosed { get; set; }

    /// <summary>When each part of the world knew. Set when the effects are over.</summary>
    public PropagationTimes Known { get; set; } = PropagationTimes.None;

    /// <summary>Adds a change.</summary>
    public void Add(AuthorityRecord authority) => Authorities.Add(new ChangedAuthority(authority.Key, authority.Status, authority.Version));

    /// <summary>The same request again: its effects run again, because the first answer may have been lost with them.</summary>
    public AuthorityChanges Repeat(AuthorityRecord authority)
    {
        IsRepeat = true;
        Add(authority);
        return this;
    }
}

/// <summary>An authority whose status has just been changed.</summary>
/// <param name="Key">Its row.</param>
/// <param name="Status">The new status.</param>
/// <param name="Version">The version of the row that the change made.</param>
internal sealed record ChangedAuthority(long Key, AuthorityStatus Status, long Version);
