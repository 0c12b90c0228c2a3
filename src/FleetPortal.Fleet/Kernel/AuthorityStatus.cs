namespace FleetPortal.Fleet.Kernel;

/// <summary>What an authority is to the portal.</summary>
public enum AuthorityKind
{
    /// <summary>Signs the portal's own issuing authorities.</summary>
    Root,

    /// <summary>Signs certificates; its key is here.</summary>
    Issuing,

    /// <summary>Somebody else's, trusted because its owner proved possession of the key. The portal never signs with it.</summary>
    Registered,

    /// <summary>Somebody else's, below a registered one and trusted through it alone. An import brought it along.</summary>
    Intermediate,
}

/// <summary>The states of an authority: <c>PendingProof → Active ⇄ Disabled → Retired</c>; Retired is final.</summary>
public enum AuthorityStatus
{
    /// <summary>Trusted.</summary>
    Active,

    /// <summary>From outside, and its owner has not yet proven possession of the key: not trusted.</summary>
    PendingProof,

    /// <summary>Not trusted until it is enabled again: nothing that it signed is let in.</summary>
    Disabled,

    /// <summary>Not trusted any more.</summary>
    Retired,
}
