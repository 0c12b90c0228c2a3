using FleetPortal.Api;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Text;
using FleetPortal.Slices.Revocations;

namespace FleetPortal.Slices.Authorities;

/// <summary>The body of <c>POST /authorities/issuing</c>.</summary>
/// <param name="Name">The name of the new authority.</param>
/// <param name="Replaces">The id of the authority that the new one replaces, or null.</param>
/// <param name="Organization">The organization that all subjects must have (nameConstraints), or null for no restriction.</param>
/// <param name="ValidityYears">The validity of the authority in years.</param>
/// <param name="KeyStore"><c>file</c> or <c>pkcs11</c>.</param>
public sealed record IssuingBody(
    string? Name, string? Replaces, string? Organization, int? ValidityYears, [property: OneOf(typeof(KeyStoreKind))] string? KeyStore);

/// <summary>The body of <c>POST /authorities</c>.</summary>
/// <param name="Name">The name of the authority in the portal, or null to take it from the certificate.</param>
/// <param name="CertificatePem">The certificate of the authority.</param>
/// <param name="VerificationCertificatePem">
/// The proof of possession: a certificate that the authority signed for a registration code.
/// </param>
/// <param name="ProvisioningTemplate">Reserved. A value is refused, because there are no provisioning templates yet.</param>
public sealed record AuthorityBody(string? Name, string? CertificatePem, string? VerificationCertificatePem, string? ProvisioningTemplate);

/// <summary>The body of <c>PATCH /authorities/{id}</c>. Give exactly one of the fields.</summary>
/// <param name="VerificationCertificatePem">The proof of possession of an external authority.</param>
/// <param name="Status"><c>active</c> or <c>disabled</c>.</param>
/// <param name="Standard">True makes the authority the default issuer.</param>
public sealed record AuthorityPatch(
    [property: OneOf(typeof(AuthorityStatus), nameof(AuthorityStatus.Active), nameof(AuthorityStatus.Disabled))] string? Status,
    string? VerificationCertificatePem, bool? Standard);

/// <summary>The body of <c>POST /authorities/{id}/retire</c>.</summary>
/// <param name="EvenIfStranded">Whether to retire the authority even if Things lose their only valid certificate.</param>
public sealed record RetireBody(bool? EvenIfStranded);

/// <summary>An authority, as the API returns it.</summary>
public sealed record AuthorityAnswer(
    string Id, string Name, AuthorityKind Kind, AuthorityStatus Status, string Subject,
    DateTimeOffset NotAfter, string? Parent, string? Successor, bool Standard, KeyStoreKind? KeyStore, int ActiveCertificates,
    string? RegistrationCode,
    DateTimeOffset StatusChangedAt, DateTimeOffset? CrlThisUpdate, DateTimeOffset? CrlNextUpdate, string CertificatePem)
{
    /// <summary>Warnings about the certificate of the authority, as sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Converts a view of an authority.</summary>
    public static AuthorityAnswer Of(AuthorityView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new AuthorityAnswer(
            view.Id, view.Name, view.Kind,
            view.Status, CertificateReader.SubjectOf(view.Der), view.NotAfter, view.ParentId, view.SuccessorId, view.IsDefaultIssuer,
            view.KeyStore, view.ActiveCertificates,
            view.ProofCode, view.StatusChangedAt, view.CrlThisUpdate, view.CrlNextUpdate, Pem.Write(Pem.Certificate, view.Der))
        {
            Warnings = view.Warnings,
        };
    }
}

/// <summary>The result of a status change of an authority.</summary>
public sealed record AuthorityChangeAnswer(
    string Id, AuthorityStatus Status, int SessionsClosed, double ElapsedMilliseconds, KnownAnswer KnownAfterMilliseconds)
{
    /// <summary>Converts a status change.</summary>
    public static AuthorityChangeAnswer Of(AuthorityChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new AuthorityChangeAnswer(change.Id,
            change.Status, change.SessionsClosed, change.Elapsed.TotalMilliseconds, KnownAnswer.Of(change.Known));
    }
}

/// <summary>The answer of <c>PUT /authorities/{id}/crl</c>.</summary>
/// <param name="Number">The cRLNumber of the CRL in hexadecimal.</param>
/// <param name="Entries">The number of certificates on the CRL.</param>
/// <param name="CertificatesEnded">The number of certificates of Things that the CRL revoked or put on hold.</param>
/// <param name="AuthoritiesEnded">The number of intermediate authorities that the CRL ended.</param>
public sealed record CrlAnswer(string Authority, string? Number,
    DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, int Entries, int CertificatesEnded, int AuthoritiesEnded, int SessionsClosed)
{
    /// <summary>Converts the result of an accepted CRL.</summary>
    public static CrlAnswer Of(AcceptedCrl crl)
    {
        ArgumentNullException.ThrowIfNull(crl);
        return new CrlAnswer(crl.AuthorityId,
            crl.Number, crl.ThisUpdate, crl.NextUpdate, crl.Entries, crl.CertificatesEnded, crl.AuthoritiesEnded, crl.SessionsClosed);
    }
}

/// <summary>A code that must be the common name of the verification certificate of an external authority. It is not secret.</summary>
public sealed record RegistrationCodeAnswer(string Code, DateTimeOffset ExpiresAt)
{
    /// <summary>Converts a registration code.</summary>
    public static RegistrationCodeAnswer Of(RegistrationCode code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return new RegistrationCodeAnswer(code.Code, code.ExpiresAt);
    }
}

/// <summary>One point in the history of a roll-over.</summary>
/// <param name="At">The time.</param>
/// <param name="Remaining">The number of Things that remained on the old authority at this time.</param>
public sealed record RollOverPointAnswer(DateTimeOffset At, int Remaining);

/// <summary>The progress of a roll-over: how many Things of an authority have moved to its successor.</summary>
/// <param name="OldId">The authority that was replaced.</param>
/// <param name="NewId">Its successor.</param>
/// <param name="Since">When the successor was created.</param>
/// <param name="OldEnds">When the certificate of the old authority expires.</param>
/// <param name="Remaining">The number of Things that have only certificates of the old authority.</param>
/// <param name="CanMove">The number of remaining Things that are expected to move: enabled, and heard from within 30 days.</param>
/// <param name="Silent">The number of remaining Things that the portal has not heard from for 30 days.</param>
/// <param name="Disabled">The number of remaining Things that are disabled.</param>
/// <param name="Moved">The number of Things that have moved.</param>
/// <param name="History">The number of remaining Things over time.</param>
public sealed record RollOverAnswer(
    string OldId, string NewId,
    DateTimeOffset Since, DateTimeOffset OldEnds, int Remaining, int CanMove, int Silent, int Disabled, int Moved,
    IReadOnlyList<RollOverPointAnswer> History)
{
    /// <summary>Converts the progress of a roll-over.</summary>
    public static RollOverAnswer Of(RollOver rollOver)
    {
        ArgumentNullException.ThrowIfNull(rollOver);
        return new RollOverAnswer(
            rollOver.OldId, rollOver.NewId,
            rollOver.Since, rollOver.OldEnds, rollOver.Remaining, rollOver.CanMove, rollOver.Silent, rollOver.Disabled, rollOver.Moved,
            [.. rollOver.History.Select(point => new RollOverPointAnswer(point.At, point.Remaining))]);
    }
}
