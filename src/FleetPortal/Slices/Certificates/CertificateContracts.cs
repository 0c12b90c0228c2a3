using FleetPortal.Api;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.External;
using FleetPortal.Pki.Text;
using FleetPortal.Slices.Revocations;

namespace FleetPortal.Slices.Certificates;

/// <summary>The body of <c>POST /certificates/{id}/revoke</c>.</summary>
/// <param name="Reason">The reason, spelled as in RFC 5280 §5.3.1.</param>
/// <param name="DryRun">Whether to return the impact only and change nothing.</param>
/// <param name="KeepLast">Whether to refuse (422 <c>last-credential</c>) if the Thing has no other usable certificate.</param>
public sealed record RevokeBody([property: OneOf(typeof(RevocationReason))] string? Reason, bool? DryRun = null, bool? KeepLast = null);

/// <summary>The body of <c>…/contain</c> and <c>…/hold</c>.</summary>
/// <param name="Note">The reason, for the audit.</param>
/// <param name="DryRun">Whether to return the impact only and change nothing.</param>
public sealed record HoldRequest(string? Note = null, bool? DryRun = null);

/// <summary>The statuses that the list of certificates can be narrowed to: those of certificates, and two that the clock decides.</summary>
public enum CertificateStatusFilter
{
    /// <summary>Active, whatever its end.</summary>
    Active,

    /// <summary>Active, and ends within 30 days.</summary>
    Expiring,

    /// <summary>Its validity is over.</summary>
    Expired,

    /// <summary>Not yet to be used.</summary>
    PendingActivation,

    /// <summary>The certificate is on hold.</summary>
    Inactive,

    /// <summary>The certificate is revoked.</summary>
    Revoked,
}

/// <summary>A certificate, as the API returns it.</summary>
/// <param name="ThingName">The Thing that it belongs to; null for an application.</param>
public sealed record CertificateAnswer(
    string Id, string SerialNumber,
    string? ThingName, string? Authority, string? AuthorityId, CertificateStatus Status, RevocationReason? Reason,
    DateTimeOffset? RevokedAt,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter, string KeyAlgorithm, string Profile, string CertificatePem, IReadOnlyList<string>? Notes = null)
{
    /// <summary>Whether the certificate is pinned, that is, trusted without an authority.</summary>
    public bool Pinned { get; init; }

    /// <summary>The application that it belongs to; null for a Thing.</summary>
    public string? ApplicationName { get; init; }

    /// <summary>Converts a view of a certificate.</summary>
    /// <param name="view">The certificate.</param>
    /// <param name="notes">Further notes for the caller, or null.</param>
    public static CertificateAnswer Of(CertificateView view, IReadOnlyList<string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new CertificateAnswer(view.Id.ToString(),
            view.SerialNumber, view.OwnerKind == PrincipalKind.Thing ? view.ThingName : null,
            view.AuthorityName, view.AuthorityId, view.Status, view.Reason,
            view.Status == CertificateStatus.Revoked
                ? view.StatusChangedAt : null, view.NotBefore, view.NotAfter, view.KeyAlgorithm, view.Profile,
            Pem.Write(Pem.Certificate, view.Der), NotesOf(view, notes))
        {
            Pinned = view.IsPinned,
            ApplicationName = view.OwnerKind == PrincipalKind.Application ? view.ThingName : null,
        };
    }

    /// <summary>Returns the notes about an imported certificate and the further notes, or null if there are none.</summary>
    private static string[]? NotesOf(CertificateView view, IReadOnlyList<string>? notes)
    {
        string[] all = [.. view.Profile == RegisterCertificate.Profile ? ExternalCertificate.NotesOf(view.Der) : [], .. notes ?? []];
        return all.Length == 0 ? null : all;
    }
}

/// <summary>The answer of hold, release and revoke.</summary>
/// <param name="LeftWithoutCredential">Whether the Thing has no usable certificate now. It cannot connect until it gets one.</param>
/// <param name="SameKey">After keyCompromise: the ids of the other certificates with the same key, which were revoked too.</param>
public sealed record StatusAnswer(
    string Id, CertificateStatus Status,
    RevocationReason? Reason, DateTimeOffset? RevokedAt, int SessionsClosed, bool LeftWithoutCredential,
    double ElapsedMilliseconds, KnownAnswer KnownAfterMilliseconds, IReadOnlyList<string> SameKey)
{
    /// <summary>Converts a status change.</summary>
    public static StatusAnswer Of(StatusChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new StatusAnswer(
            change.Id.ToString(), change.Status, change.Reason, change.Status == CertificateStatus.Revoked ? change.ChangedAt : null,
            change.SessionsClosed, change.LeftWithoutCredential,
            change.Elapsed.TotalMilliseconds, KnownAnswer.Of(change.Known), [.. change.SameKey.Select(id => id.ToString())]);
    }
}

/// <summary>A warning about Things and authorities that expire within a number of days.</summary>
/// <param name="Days">The number of days of this warning, such as 30.</param>
/// <param name="Things">The number of Things that lose access within this time.</param>
/// <param name="Authorities">The authorities that expire within this time.</param>
/// <param name="From">The days of the next shorter warning, at which this one begins; 0 if it begins now.</param>
public sealed record ExpiryWarningAnswer(int Days, int Things, IReadOnlyList<string> Authorities, int From)
{
    /// <summary>Converts an expiry warning.</summary>
    public static ExpiryWarningAnswer Of(ExpiryWarning warning)
    {
        ArgumentNullException.ThrowIfNull(warning);
        return new ExpiryWarningAnswer(warning.Days, warning.Things, warning.Authorities, warning.From);
    }
}
