namespace FleetPortal.Fleet.Detection;

/// <summary>The kinds of findings that the detector speaks of. Their spelling is public.</summary>
public static class FindingKinds
{
    /// <summary>One credential is used by two devices.</summary>
    public const string SharedCredential = "shared-credential";

    /// <summary>Two clients take one client identifier from each other.</summary>
    public const string ClientIdentifierConflict = "client-identifier-conflict";

    /// <summary>A session changes its network faster than a device can move.</summary>
    public const string ImpossibleMove = "impossible-move";

    /// <summary>Two Things present one public key.</summary>
    public const string SharedKey = "shared-key";

    /// <summary>A certificate is used that a rotation has replaced.</summary>
    public const string RetiredKeyUsed = "retired-key-used";

    /// <summary>One identity is refused again and again.</summary>
    public const string RefusedRepeatedly = "refused-repeatedly";
}
