namespace FleetPortal.Pki.Profiles;

/// <summary>The configuration of a certificate profile. <see cref="Profile.Validate"/> checks it and returns a profile.</summary>
public sealed record ProfileConfig
{
    /// <summary>The name of the profile, with which requests choose it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The validity of a certificate in days, if the request does not give one.</summary>
    public int ValidityDays { get; init; } = 365;

    /// <summary>The maximum validity in days that a request may ask for.</summary>
    public int MaxValidityDays { get; init; } = 3650;

    /// <summary>The time in minutes by which notBefore is earlier than the time of issuance, for devices with a slow clock.</summary>
    public int BackdateMinutes { get; init; } = 5;

    /// <summary>The purpose of the certificates.</summary>
    public ProfilePurpose Purpose { get; init; }
}
