namespace FleetPortal.Fleet.Kernel;

/// <summary>The kinds of what an audit entry is about, as the audit spells them.</summary>
public static class AuditTargets
{
    /// <summary>An account of a person; the target is its name.</summary>
    public const string Account = "account";

    /// <summary>An authority; the target is its id.</summary>
    public const string Authority = "authority";

    /// <summary>A certificate; the target is its id.</summary>
    public const string Certificate = "certificate";

    /// <summary>A session of a device; the target is the client identifier.</summary>
    public const string Connection = "connection";

    /// <summary>A warning of an expiry; the target is the number of days.</summary>
    public const string Expiry = "expiry";

    /// <summary>The portal as a whole; the target is a file or a subject.</summary>
    public const string Portal = "portal";

    /// <summary>A revocation of many certificates; the target is its id.</summary>
    public const string RevocationBatch = "revocation-batch";

    /// <summary>A Thing; the target is its name.</summary>
    public const string Thing = "thing";

    /// <summary>An API token; the target is its name.</summary>
    public const string Token = "token";

    /// <summary>A wave; the target is its id.</summary>
    public const string Wave = "wave";
}
