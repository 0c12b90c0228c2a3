namespace FleetPortal.Pki.Profiles;

/// <summary>A certificate profile as somebody wrote it down. <see cref="Profile.Validate"/> turns it into one that may be used.</summary>
public sealed record ProfileConfig
{
    /// <summary>The name by which requests choose it.</summary>
    public string Name { get; init; } = "";

    /// <summary>How long a certificate is valid when the request does not say.</summary>
    public int ValidityDays { get; init; } = 365;

    /// <summary>The longest validity that a request may ask for.</summary>
    public int MaxValidityDays { get; init; } = 3650;

    /// <summary>How far notBefore lies in the past, for devices whose clock is slow.</summary>
    public int BackdateMinutes { get; init; } = 5;

    /// <summary>What the certificate is for.</summary>
    public ProfilePurpose Purpose { get; init; }
}
