namespace FleetPortal.Pki.Profiles;

/// <summary>The purpose of a certificate.</summary>
public enum ProfilePurpose
{
    /// <summary>The certificate of a Thing: extendedKeyUsage clientAuth (RFC 5280 §4.2.1.12).</summary>
    Thing,

    /// <summary>The certificate of a listener of the portal: extendedKeyUsage serverAuth (RFC 5280 §4.2.1.12).</summary>
    Server,

    /// <summary>
    /// The certificate that signs OCSP responses for an authority: extendedKeyUsage OCSPSigning with ocsp-nocheck (RFC 6960 §4.2.2.2).
    /// </summary>
    OcspResponder,
}

/// <summary>A validated certificate profile. Certificates are issued with such profiles only.</summary>
public sealed class Profile
{
    private Profile(ProfileConfig config)
    {
        Name = config.Name;
        Purpose = config.Purpose;
        Validity = TimeSpan.FromDays(config.ValidityDays);
        MaxValidity = TimeSpan.FromDays(config.MaxValidityDays);
        Backdate = TimeSpan.FromMinutes(config.BackdateMinutes);
    }

    /// <summary>The profile of Things: a client certificate that is valid for a year.</summary>
    public static Profile Thing { get; } = Validate(new ProfileConfig { Name = "thing" });

    /// <summary>The profile of the listeners of the portal: 90 days. The portal replaces these certificates before they expire.</summary>
    public static Profile Server { get; } = Validate(new ProfileConfig
    {
        Name = "server",
        Purpose = ProfilePurpose.Server,
        ValidityDays = 90,
        MaxValidityDays = 90,
    });

    /// <summary>
    /// The profile of delegated OCSP responders: 14 days. The validity is short because clients do not check whether they are revoked.
    /// </summary>
    public static Profile OcspResponder { get; } = Validate(new ProfileConfig
    {
        Name = "ocsp-responder",
        Purpose = ProfilePurpose.OcspResponder,
        ValidityDays = 14,
        MaxValidityDays = 14,
    });

    /// <summary>The name of the profile, with which requests choose it.</summary>
    public string Name { get; }

    /// <summary>The purpose of its certificates.</summary>
    public ProfilePurpose Purpose { get; }

    /// <summary>The validity of a certificate if the request does not give one.</summary>
    public TimeSpan Validity { get; }

    /// <summary>The maximum validity that a request may ask for.</summary>
    public TimeSpan MaxValidity { get; }

    /// <summary>The time by which notBefore is earlier than the time of issuance.</summary>
    public TimeSpan Backdate { get; }

    /// <summary>Checks a configured profile.</summary>
    /// <exception cref="PkiException"><c>profile-invalid</c>, with the field.</exception>
    public static Profile Validate(ProfileConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Require(config.Name is { Length: > 0 and <= 64 } && config.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'),
            "Name must have 1 to 64 letters, digits or hyphens.");
        Require(config.MaxValidityDays is >= 1 and <= 36500, "MaxValidityDays must be from 1 to 36500.");
        Require(config.ValidityDays >= 1 && config.ValidityDays <= config.MaxValidityDays,
            "ValidityDays must be from 1 to MaxValidityDays.");
        Require(config.BackdateMinutes is >= 0 and <= 1440, "BackdateMinutes must be from 0 to 1440.");
        return new Profile(config);
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new PkiException(PkiErrors.ProfileInvalid, message);
        }
    }
}
