using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.Text;
using FleetPortal.Slices.Revocations;

namespace FleetPortal.Slices.Authorities;

/// <summary>Body of <c>POST /authorities/issuing</c>.</summary>
/// <param name="Replaces">The authority that rolls over to the new one.</param>
/// <param name="Organization">Every certificate is named under it (nameConstraints).</param>
/// <param name="KeyStore"><c>file</c> or <c>pkcs11</c>.</param>
public sealed record IssuingBody(string? Name, string? Replaces, string? Organization, int? ValidityYears, string? KeyStore);

/// <summary>Body of <c>POST /authorities</c>.</summary>
/// <param name="ProvisioningTemplate">What its devices get; refused until there is such a template.</param>
public sealed record AuthorityBody(string? Name, string? CertificatePem, string? VerificationCertificatePem, string? ProvisioningTemplate);

/// <summary>Body of <c>PATCH /authorities/{id}</c>: one of the three.</summary>
/// <param name="Status"><c>active</c> or <c>disabled</c>.</param>
/// <param name="Standard">True makes it the one that signs where nobody chose.</param>
public sealed record AuthorityPatch(string? Status, string? VerificationCertificatePem, bool? Standard);

/// <summary>Body of <c>POST /authorities/{id}/retire</c>.</summary>
public sealed record RetireBody(bool? EvenIfStranded);

/// <summary>An authority.</summary>
public sealed record AuthorityAnswer(
    string Id, string Name, string Kind, string Status, string Subject, DateTimeOffset NotAfter, string? Parent, string? Successor, bool Standard, string? KeyStore, int ActiveCertificates,
    string? RegistrationCode, DateTimeOffset StatusChangedAt, DateTimeOffset? CrlThisUpdate, DateTimeOffset? CrlNextUpdate, string CertificatePem)
{
    /// <summary>What somebody should know before they rely on it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>From a view.</summary>
    public static AuthorityAnswer Of(AuthorityView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new AuthorityAnswer(
            view.Id, view.Name, view.Kind.ToWire(), view.Status.ToWire(), CertificateReader.SubjectOf(view.Der), view.NotAfter, view.ParentId, view.SuccessorId, view.IsDefaultIssuer,
            view.KeyStore?.ToString().ToLowerInvariant(), view.ActiveCertificates, view.ProofCode, view.StatusChangedAt, view.CrlThisUpdate, view.CrlNextUpdate, Pem.Write(Pem.Certificate, view.Der))
        {
            Warnings = view.Warnings,
        };
    }
}

/// <summary>What a change of an authority did.</summary>
public sealed record AuthorityChangeAnswer(string Id, string Status, int SessionsClosed, double ElapsedMilliseconds, KnownAnswer KnownAfterMilliseconds)
{
    /// <summary>From a change.</summary>
    public static AuthorityChangeAnswer Of(AuthorityChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new AuthorityChangeAnswer(change.Id, change.Status.ToWire(), change.SessionsClosed, change.Elapsed.TotalMilliseconds, KnownAnswer.Of(change.Known));
    }
}

/// <summary>What <c>PUT /authorities/{id}/crl</c> did.</summary>
/// <param name="Number">cRLNumber in hexadecimal.</param>
/// <param name="Entries">How many certificates the CRL lists.</param>
/// <param name="CertificatesEnded">Of Things, revoked or put on hold just now.</param>
/// <param name="AuthoritiesEnded">Intermediates, ended just now.</param>
public sealed record CrlAnswer(string Authority, string? Number, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, int Entries, int CertificatesEnded, int AuthoritiesEnded, int SessionsClosed)
{
    /// <summary>From a result.</summary>
    public static CrlAnswer Of(AcceptedCrl crl)
    {
        ArgumentNullException.ThrowIfNull(crl);
        return new CrlAnswer(crl.AuthorityId, crl.Number, crl.ThisUpdate, crl.NextUpdate, crl.Entries, crl.CertificatesEnded, crl.AuthoritiesEnded, crl.SessionsClosed);
    }
}

/// <summary>A code that a verification certificate of an external authority carries as its common name. It is no secret.</summary>
public sealed record RegistrationCodeAnswer(string Code, DateTimeOffset ExpiresAt)
{
    /// <summary>From a code.</summary>
    public static RegistrationCodeAnswer Of(RegistrationCode code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return new RegistrationCodeAnswer(code.Code, code.ExpiresAt);
    }
}

/// <summary>How many Things remained on the old authority.</summary>
public sealed record RollOverPointAnswer(DateTimeOffset At, int Remaining);

/// <summary>How far the Things of an authority have moved to its successor.</summary>
/// <param name="OldId">The authority that was replaced.</param>
/// <param name="NewId">Its successor.</param>
/// <param name="OldEnds">When the certificate of the old authority ends.</param>
/// <param name="Remaining">Things that have nothing but certificates of the old one.</param>
/// <param name="CanMove">Those of them that are expected to move.</param>
/// <param name="Silent">Those of them that were not heard from for 30 days.</param>
/// <param name="Disabled">Those of them that are disabled.</param>
/// <param name="Moved">Things that have moved.</param>
/// <param name="History">How many remained, over time.</param>
public sealed record RollOverAnswer(
    string OldId, string NewId, DateTimeOffset Since, DateTimeOffset OldEnds, int Remaining, int CanMove, int Silent, int Disabled, int Moved,
    IReadOnlyList<RollOverPointAnswer> History)
{
    /// <summary>From a roll-over.</summary>
    public static RollOverAnswer Of(RollOver rollOver)
    {
        ArgumentNullException.ThrowIfNull(rollOver);
        return new RollOverAnswer(
            rollOver.OldId, rollOver.NewId, rollOver.Since, rollOver.OldEnds, rollOver.Remaining, rollOver.CanMove, rollOver.Silent, rollOver.Disabled, rollOver.Moved,
            [.. rollOver.History.Select(point => new RollOverPointAnswer(point.At, point.Remaining))]);
    }
}
