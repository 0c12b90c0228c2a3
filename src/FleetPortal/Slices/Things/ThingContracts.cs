using System.Text.Json;
using FleetPortal.Api;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using FleetPortal.Slices.Revocations;

namespace FleetPortal.Slices.Things;

/// <summary>Body of <c>POST /things</c>.</summary>
public sealed record ThingBody(string? Name, string? Type, IReadOnlyList<string>? Groups, IReadOnlyDictionary<string, string>? Attributes);

/// <summary>Body of <c>PATCH /things/{name}</c>; what is left out stays.</summary>
public sealed record ThingPatch(string? Type, IReadOnlyList<string>? Groups, IReadOnlyDictionary<string, string>? Attributes, bool? Enabled, long? Version);

/// <summary>Body of <c>POST /things/{name}/certificates</c>.</summary>
/// <param name="Pkcs12Password">Answer a key that the portal makes as PKCS#12 under this password, and not in PEM.</param>
/// <param name="Authority">The authority that is to sign; null takes the standard one.</param>
public sealed record CertificateBody(string? CsrPem, string? Profile, int? ValidityDays, string? Pkcs12Password, string? Authority);

/// <summary>Body of <c>POST /things/{name}/certificates/registered</c>.</summary>
/// <param name="CertificatePem">The device's certificate; its chain may follow it in the same text.</param>
/// <param name="ChainPem">The intermediate authorities above it, up to a registered one.</param>
/// <param name="Pin">Trust this one certificate for this Thing where no registered authority stands above it.</param>
public sealed record ImportCertificateRequest(string? CertificatePem, string? ChainPem = null, bool? Pin = null);

/// <summary>Body of <c>POST /things/{name}/enrolment-tokens</c>.</summary>
public sealed record EnrolmentBody(int? ValidityHours);

/// <summary>Body of <c>POST /things/{name}/release</c>.</summary>
public sealed record ReleaseRequest(string? Note);

/// <summary>Body of <c>POST /things/{name}/commands/{command}</c>.</summary>
public sealed record CommandBody(JsonElement Payload);

/// <summary>A Thing in a list.</summary>
public sealed record ThingItem(
    string Name, string? Type, bool Enabled, bool Connected, DateTimeOffset? LastSeenAt, string? Status, DateTimeOffset? NotAfter, IReadOnlyList<string> Groups)
{
    /// <summary>From a row.</summary>
    public static ThingItem Of(ThingRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new ThingItem(row.Name, row.Type, row.Enabled, row.Connected, row.LastSeenAt, row.Credential?.ToWire(), row.CredentialNotAfter, row.Groups);
    }
}

/// <summary>A certificate of a Thing, short.</summary>
public sealed record CertificateOfThing(string Id, string SerialNumber, string Status, DateTimeOffset NotAfter);

/// <summary>A Thing whole.</summary>
public sealed record ThingAnswer(
    string Name, string? Type, IReadOnlyList<string> Groups, IReadOnlyDictionary<string, string> Attributes, bool Enabled, bool Connected, DateTimeOffset? LastSeenAt,
    IReadOnlyList<CertificateOfThing> Certificates, long Version, DateTimeOffset? RetiredAt)
{
    /// <summary>From a view.</summary>
    public static ThingAnswer Of(ThingView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new ThingAnswer(
            view.Name, view.Type, view.Groups, view.Attributes, view.Enabled, view.Connected, view.LastSeenAt,
            [.. view.Certificates.Select(x => new CertificateOfThing(x.Id.ToString(), x.SerialNumber, x.Status.ToWire(), x.NotAfter))], view.Version, view.RetiredAt);
    }
}

/// <summary>A certificate just issued.</summary>
/// <param name="PrivateKeyPem">PKCS#8 in PEM, when the portal made the key and no PKCS#12 file was asked for.</param>
/// <param name="Pkcs12">The key with the certificate, when the request gave a password for it.</param>
/// <param name="Notes">What the sender of the request should know, such as that it held a private key.</param>
public sealed record IssuedAnswer(
    string Id, string SerialNumber, string ThingName, string Status, DateTimeOffset NotBefore, DateTimeOffset NotAfter, string CertificatePem, string ChainPem,
    [property: ShownOnce] string? PrivateKeyPem, [property: ShownOnce] byte[]? Pkcs12, IReadOnlyList<string>? Notes = null);

/// <summary>What containment did.</summary>
public sealed record ContainAnswer(string State, int SessionsClosed, IReadOnlyList<string> CertificatesHeld, double ElapsedMilliseconds, KnownAnswer KnownAfterMilliseconds);

/// <summary>What retiring a Thing did.</summary>
public sealed record RetiredAnswer(string Name, int SessionsClosed);

/// <summary>What the release of a Thing did.</summary>
/// <param name="CertificatesReleased">The ids of the certificates that let it in again.</param>
public sealed record ReleasedAnswer(string State, IReadOnlyList<string> CertificatesReleased);

/// <summary>A command that was sent.</summary>
/// <param name="Topic">Where the device hears it.</param>
public sealed record CommandAnswer(string Topic);

/// <summary>An enrolment token just created.</summary>
/// <param name="Token">The password of the device for its first certificate.</param>
public sealed record EnrolmentTokenAnswer([property: ShownOnce] string Token, string ThingName, DateTimeOffset ExpiresAt)
{
    /// <summary>From a token.</summary>
    public static EnrolmentTokenAnswer Of(EnrolmentToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new EnrolmentTokenAnswer(token.Token, token.ThingName, token.ExpiresAt);
    }
}

/// <summary>An enrolment token that can still be used, without its secret.</summary>
public sealed record OpenEnrolmentTokenAnswer(long Id, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>From a token.</summary>
    public static OpenEnrolmentTokenAnswer Of(OpenEnrolmentToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new OpenEnrolmentTokenAnswer(token.Id, token.CreatedBy, token.CreatedAt, token.ExpiresAt);
    }
}
