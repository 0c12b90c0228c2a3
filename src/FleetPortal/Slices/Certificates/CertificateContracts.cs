using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.External;
using FleetPortal.Pki.Text;
using FleetPortal.Slices.Revocations;

namespace FleetPortal.Slices.Certificates;

/// <summary>Body of <c>POST /certificates/{id}/revoke</c>.</summary>
/// <param name="Reason">As RFC 5280 §5.3.1 spells it.</param>
/// <param name="DryRun">Only says what would end.</param>
/// <param name="KeepLast">Refuse (422 <c>last-credential</c>) where nothing else lets the Thing in.</param>
public sealed record RevokeBody(string? Reason, bool? DryRun = null, bool? KeepLast = null);

/// <summary>Body of <c>…/contain</c> and <c>…/hold</c>.</summary>
/// <param name="DryRun">Answers the blast radius, and changes nothing.</param>
public sealed record HoldRequest(string? Note = null, bool? DryRun = null);

/// <summary>A certificate.</summary>
public sealed record CertificateAnswer(
    string Id, string SerialNumber, string ThingName, string? Authority, string? AuthorityId, string Status, string? Reason, DateTimeOffset? RevokedAt,
    DateTimeOffset NotBefore, DateTimeOffset NotAfter, string KeyAlgorithm, string Profile, string CertificatePem, IReadOnlyList<string>? Notes = null)
{
    /// <summary>Whether it is trusted for itself, without an authority.</summary>
    public bool Pinned { get; init; }

    /// <summary>From a view.</summary>
    /// <param name="notes">What its sender should know besides.</param>
    public static CertificateAnswer Of(CertificateView view, IReadOnlyList<string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new CertificateAnswer(view.Id.ToString(), view.SerialNumber, view.ThingName, view.AuthorityName, view.AuthorityId, view.Status.ToWire(), view.Reason?.ToWire(),
            view.Status == CertificateStatus.Revoked ? view.StatusChangedAt : null, view.NotBefore, view.NotAfter, view.KeyAlgorithm, view.Profile,
            Pem.Write(Pem.Certificate, view.Der), NotesOf(view, notes))
        {
            Pinned = view.IsPinned,
        };
    }

    /// <summary>Those of the certificate, and those of the text that it came in; null where there are none.</summary>
    private static string[]? NotesOf(CertificateView view, IReadOnlyList<string>? notes)
    {
        string[] all = [.. view.Profile == RegisterCertificate.Profile ? ExternalCertificate.NotesOf(view.Der) : [], .. notes ?? []];
        return all.Length == 0 ? null : all;
    }
}

/// <summary>What hold, release or revoke did.</summary>
/// <param name="LeftWithoutCredential">Nothing else lets the Thing in: it is out until it gets another.</param>
/// <param name="SameKey">With keyCompromise: the ids of the other certificates of the same key that were changed with it.</param>
public sealed record StatusAnswer(
    string Id, string Status, string? Reason, DateTimeOffset? RevokedAt, int SessionsClosed, bool LeftWithoutCredential,
    double ElapsedMilliseconds, KnownAnswer KnownAfterMilliseconds, IReadOnlyList<string> SameKey)
{
    /// <summary>From a change.</summary>
    public static StatusAnswer Of(StatusChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new StatusAnswer(
            change.Id.ToString(), change.Status.ToWire(), change.Reason?.ToWire(), change.Status == CertificateStatus.Revoked ? change.ChangedAt : null,
            change.SessionsClosed, change.LeftWithoutCredential, change.Elapsed.TotalMilliseconds, KnownAnswer.Of(change.Known), [.. change.SameKey.Select(id => id.ToString())]);
    }
}

/// <summary>A warning: what ends within so many days.</summary>
/// <param name="Days">The warning, such as 30.</param>
/// <param name="Things">How many Things it holds for.</param>
/// <param name="Authorities">The authorities that it holds for.</param>
/// <param name="From">The days of the next tighter warning, where this one begins; 0 where it begins now.</param>
public sealed record ExpiryWarningAnswer(int Days, int Things, IReadOnlyList<string> Authorities, int From)
{
    /// <summary>From a warning.</summary>
    public static ExpiryWarningAnswer Of(ExpiryWarning warning)
    {
        ArgumentNullException.ThrowIfNull(warning);
        return new ExpiryWarningAnswer(warning.Days, warning.Things, warning.Authorities, warning.From);
    }
}
