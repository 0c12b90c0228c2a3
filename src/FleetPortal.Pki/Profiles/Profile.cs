namespace FleetPortal.Pki.Profiles;

/// <summary>What the holder of a certificate does with it.</summary>
public enum ProfilePurpose
{
    /// <summary>A Thing that connects: extendedKeyUsage clientAuth (RFC 5280 §4.2.1.12).</summary>
    Thing,

    /// <summary>One of the portal's own listeners: extendedKeyUsage serverAuth.</summary>
    Server,

    /// <summary>Signs OCSP answers for the authority: extendedKeyUsage OCSPSigning with ocsp-nocheck (RFC 6960 §4.2.2.2).</summary>
    OcspResponder,
}

/// <summary>A validated certificate profile: issuance takes nothing else.</summary>
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

    /// <summary>The profile of Things: a client certificate for a year.</summary>
    public static Profile Thing { get; } = Validate(new ProfileConfig { Name = "thing" });

    /// <summary>The profile of the portal's own listeners: 90 days, replaced well before.</summary>
    public static Profile Server { get; } = Validate(new ProfileConfig
    {
        Name = "server",
        Purpose = ProfilePurpose.Server,
        ValidityDays = 90,
        MaxValidityDays = 90,
    });

    /// <summary>The profile of delegated OCSP responders: short, because nobody asks whether they are revoked.</summary>
    public static Profile OcspResponder { get; } = Validate(new ProfileConfig
    {
        Name = "ocsp-responder",
        Purpose = ProfilePurpose.OcspResponder,
        ValidityDays = 14,
        MaxValidityDays = 14,
    });

    /// <summary>The name by which requests choose it.</summary>
    public string Name { get; }

    /// <summary>What the certificate is for.</summary>
    public ProfilePurpose Purpose { get; }

    /// <summary>How long a certificate is valid when the request does not say.</summary>
    public TimeSpan Validity { get; }

    /// <summary>The longest validity that a request may ask for.</summary>
    public TimeSpan MaxValidity { get; }

    /// <summary>How far notBefore lies in the past.</summary>
    public TimeSpan Backdate { get; }

    /// <summary>Checks a profile as written down.</summary>
    /// <exception cref="PkiException"><c>profile-invalid</c>, naming the field.</exception>
    public static Profile Validate(ProfileConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Require(config.Name is { Length: > 0 and <= 64 } && config.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'), "Name must have 1 to 64 letters, digits or hyphens.");
        Require(config.MaxValidityDays is >= 1 and <= 36500, "MaxValidityDays must be from 1 to 36500.");
        Require(config.ValidityDays >= 1 && config.ValidityDays <= config.MaxValidityDays, "ValidityDays must be from 1 to MaxValidityDays.");
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
