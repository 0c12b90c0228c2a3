namespace FleetPortal.Fleet.Kernel;

/// <summary>The kind of an authority.</summary>
public enum AuthorityKind
{
    /// <summary>The root of the portal. It signs the issuing authorities of the portal.</summary>
    Root,

    /// <summary>An authority of the portal that signs certificates of Things. The portal holds its key.</summary>
    Issuing,

    /// <summary>
    /// An authority of another organization. It is trusted because its owner proved possession of its key. The portal has no key of it.
    /// </summary>
    Registered,

    /// <summary>
    /// An authority below a registered one, stored by the import of a certificate. It is trusted only while the registered one is.
    /// </summary>
    Intermediate,
}

/// <summary>The states of an authority: <c>PendingProof → Active ⇄ Disabled → Retired</c>. Retired is final.</summary>
public enum AuthorityStatus
{
    /// <summary>The authority is trusted.</summary>
    Active,

    /// <summary>An external authority whose owner has not proven possession of its key yet. It is not trusted.</summary>
    PendingProof,

    /// <summary>The authority is not trusted until it is enabled again. Devices with its certificates are refused.</summary>
    Disabled,

    /// <summary>The authority is not trusted any more. This is final.</summary>
    Retired,
}
