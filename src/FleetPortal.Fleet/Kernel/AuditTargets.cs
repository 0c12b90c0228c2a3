namespace FleetPortal.Fleet.Kernel;

/// <summary>The kinds of targets of audit entries, as the audit stores them.</summary>
public static class AuditTargets
{
    /// <summary>An account of a person; the target is its name.</summary>
    public const string Account = "account";

    /// <summary>An application; the target is its name.</summary>
    public const string Application = "application";

    /// <summary>An authority; the target is its id.</summary>
    public const string Authority = "authority";

    /// <summary>A certificate; the target is its id.</summary>
    public const string Certificate = "certificate";

    /// <summary>A session of a device; the target is the client identifier.</summary>
    public const string Connection = "connection";

    /// <summary>A warning before an expiry; the target is the number of days.</summary>
    public const string Expiry = "expiry";

    /// <summary>A finding; the target is its id, such as <c>F-12</c>.</summary>
    public const string Finding = "finding";

    /// <summary>The portal as a whole; the target is a file name or a topic such as <c>backup</c>.</summary>
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
