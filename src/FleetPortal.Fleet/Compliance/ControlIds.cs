namespace FleetPortal.Fleet.Compliance;

/// <summary>The identifiers of the controls that another slice measures through an <see cref="IComplianceSource"/>.</summary>
public static class ControlIds
{
    /// <summary>Copies of identities are noticed: which Things have no open finding of a clone.</summary>
    public const string CloneFindings = "1.1-g";

    /// <summary>Copies of identities are ended: which findings of a clone are contained or resolved.</summary>
    public const string CloneContainment = "1.1-h";

    /// <summary>Devices are registered when they connect for the first time.</summary>
    public const string JustInTimeProvisioning = "1.1.2-c";

    /// <summary>Devices ask for registration when they connect for the first time, and wait for approval.</summary>
    public const string JustInTimeRegistration = "1.1.2-d";

    /// <summary>Many devices are registered at once, with claim certificates or a list.</summary>
    public const string BulkProvisioning = "1.1.2-e";

    /// <summary>Devices without certificates connect with bearer tokens.</summary>
    public const string BearerTokens = "1.1.3-a";

    /// <summary>A device sends its token in the HTTP header or the query string.</summary>
    public const string TokenTransport = "1.1.3-b";

    /// <summary>An authorizer validates the signature of the token.</summary>
    public const string TokenSignature = "1.1.3-c";
}
