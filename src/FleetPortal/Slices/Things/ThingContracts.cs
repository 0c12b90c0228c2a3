using System.Text.Json;
using FleetPortal.Api;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Things;
using FleetPortal.Slices.Revocations;

namespace FleetPortal.Slices.Things;

/// <summary>The body of <c>POST /things</c>.</summary>
public sealed record ThingBody(string? Name, string? Type, IReadOnlyList<string>? Groups, IReadOnlyDictionary<string, string>? Attributes);

/// <summary>The body of <c>PATCH /things/{name}</c>. A missing field is not changed.</summary>
/// <param name="RollingProof">Whether the Thing takes part in the rolling proof, whatever its type.</param>
public sealed record ThingPatch(
    string? Type, IReadOnlyList<string>? Groups, IReadOnlyDictionary<string, string>? Attributes, bool? Enabled, long? Version,
    bool? RollingProof = null);

/// <summary>The body of <c>POST /things/{name}/certificates</c>.</summary>
/// <param name="CsrPem">The PKCS#10 request in PEM; null lets the portal create the key.</param>
/// <param name="Profile">The profile; null takes the only one.</param>
/// <param name="ValidityDays">The validity in days; null takes the default.</param>
/// <param name="Pkcs12Password">Returns the key that the portal creates as a PKCS#12 file with this password, instead of in PEM.</param>
/// <param name="Authority">The id of the signing authority; null takes the default issuer.</param>
public sealed record CertificateBody(string? CsrPem, string? Profile, int? ValidityDays, string? Pkcs12Password, string? Authority);

/// <summary>The body of <c>POST /things/{name}/certificates/registered</c>.</summary>
/// <param name="CertificatePem">The certificate of the device. Its chain may follow in the same text.</param>
/// <param name="ChainPem">The intermediate authorities between the certificate and a registered authority.</param>
/// <param name="Pin">Whether to pin the certificate if no registered authority issued it.</param>
public sealed record ImportCertificateRequest(string? CertificatePem, string? ChainPem = null, bool? Pin = null);

/// <summary>The body of <c>POST /things/{name}/enrolment-tokens</c>.</summary>
/// <param name="ValidityHours">The validity in hours; null takes the default.</param>
public sealed record EnrolmentBody(int? ValidityHours);

/// <summary>The body of <c>POST /things/{name}/release</c>.</summary>
/// <param name="Note">The reason, for the audit.</param>
public sealed record ReleaseRequest(string? Note);

/// <summary>The body of <c>POST /things/{name}/commands/{command}</c>.</summary>
/// <param name="Payload">The payload of the command, any JSON value.</param>
public sealed record CommandBody(JsonElement Payload);

/// <summary>A Thing in a list.</summary>
public sealed record ThingItem(
    string Name, string? Type, bool Enabled,
    bool Connected, DateTimeOffset? LastSeenAt, CertificateStatus? Status, DateTimeOffset? NotAfter, IReadOnlyList<string> Groups)
{
    /// <summary>Converts a row of the list.</summary>
    public static ThingItem Of(ThingRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new ThingItem(row.Name,
            row.Type, row.Enabled, row.Connected, row.LastSeenAt, row.Credential, row.CredentialNotAfter, row.Groups);
    }
}

/// <summary>The short form of a certificate, inside a Thing.</summary>
public sealed record CertificateOfThing(string Id, string SerialNumber, CertificateStatus Status, DateTimeOffset NotAfter);

/// <summary>A Thing with its certificates.</summary>
public sealed record ThingAnswer(
    string Name, string? Type,
    IReadOnlyList<string> Groups, IReadOnlyDictionary<string, string> Attributes, bool Enabled, bool Connected, DateTimeOffset? LastSeenAt,
    IReadOnlyList<CertificateOfThing> Certificates, long Version, DateTimeOffset? RetiredAt)
{
    /// <summary>Whether the rolling proof is switched on for the Thing itself.</summary>
    public bool RollingProof { get; init; }

    /// <summary>Converts a view of a Thing.</summary>
    public static ThingAnswer Of(ThingView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new ThingAnswer(
            view.Name, view.Type, view.Groups, view.Attributes, view.Enabled, view.Connected, view.LastSeenAt,
            [.. view.Certificates.Select(x => new CertificateOfThing(x.Id.ToString(), x.SerialNumber, x.Status, x.NotAfter))],
            view.Version, view.RetiredAt)
        {
            RollingProof = view.RollingProof,
        };
    }
}

/// <summary>A certificate that was just issued.</summary>
/// <param name="ThingName">The Thing that it belongs to; null for an application.</param>
/// <param name="PrivateKeyPem">The private key as PKCS#8 in PEM, if the portal created the key and no PKCS#12 file was requested.</param>
/// <param name="Pkcs12">A PKCS#12 file with key and certificate, if the request had a password for it.</param>
/// <param name="Notes">Warnings for the caller, such as that the text of the request contained a private key.</param>
public sealed record IssuedAnswer(
    string Id, string SerialNumber,
    string? ThingName, CertificateStatus Status, DateTimeOffset NotBefore, DateTimeOffset NotAfter, string CertificatePem, string ChainPem,
    [property: ShownOnce] string? PrivateKeyPem, [property: ShownOnce] byte[]? Pkcs12, IReadOnlyList<string>? Notes = null)
{
    /// <summary>The application that it belongs to; null for a Thing.</summary>
    public string? ApplicationName { get; init; }

    /// <summary>Converts a new certificate, without its private key.</summary>
    public static IssuedAnswer Of(CertificateView view, string certificatePem, string chainPem)
    {
        ArgumentNullException.ThrowIfNull(view);
        var isThing = view.OwnerKind == PrincipalKind.Thing;
        return new IssuedAnswer(view.Id.ToString(), view.SerialNumber, isThing ? view.ThingName : null, view.Status, view.NotBefore,
            view.NotAfter, certificatePem, chainPem, null, null) { ApplicationName = isThing ? null : view.ThingName };
    }
}

/// <summary>The answer of <c>POST /things/{name}/contain</c>.</summary>
public sealed record ContainAnswer(string State,
    int SessionsClosed, IReadOnlyList<string> CertificatesHeld, double ElapsedMilliseconds, KnownAnswer KnownAfterMilliseconds);

/// <summary>The answer of <c>DELETE /things/{name}</c>.</summary>
public sealed record RetiredAnswer(string Name, int SessionsClosed);

/// <summary>The answer of <c>POST /things/{name}/release</c>.</summary>
/// <param name="State">Always <c>released</c>.</param>
/// <param name="CertificatesReleased">The ids of the certificates that are active again.</param>
public sealed record ReleasedAnswer(string State, IReadOnlyList<string> CertificatesReleased);

/// <summary>A command that was sent.</summary>
/// <param name="Topic">The topic on which the command was sent.</param>
/// <param name="Outcome">Whether a connected session took it, a session that is not connected queued it, no queue has a place, or nobody
/// listens.</param>
public sealed record CommandAnswer(string Topic, MessageOutcome Outcome);

/// <summary>An enrolment token that was just created.</summary>
/// <param name="Token">The secret, which the device sends as the password of HTTP Basic.</param>
/// <param name="ThingName">The Thing that may enrol with it.</param>
/// <param name="ExpiresAt">When the token expires.</param>
public sealed record EnrolmentTokenAnswer([property: ShownOnce] string Token, string ThingName, DateTimeOffset ExpiresAt)
{
    /// <summary>Converts a new token.</summary>
    public static EnrolmentTokenAnswer Of(EnrolmentToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new EnrolmentTokenAnswer(token.Token, token.ThingName, token.ExpiresAt);
    }
}

/// <summary>An enrolment token that can still be used, without its secret.</summary>
public sealed record OpenEnrolmentTokenAnswer(long Id, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>Converts an unused token.</summary>
    public static OpenEnrolmentTokenAnswer Of(OpenEnrolmentToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new OpenEnrolmentTokenAnswer(token.Id, token.CreatedBy, token.CreatedAt, token.ExpiresAt);
    }
}
