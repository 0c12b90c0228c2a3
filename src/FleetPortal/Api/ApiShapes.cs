using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Things;

namespace FleetPortal.Api;

/// <summary>A list's page.</summary>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
public sealed record ListAnswer<T>(IReadOnlyList<T> Items, string? NextCursor, int Total);

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

/// <summary>Body of <c>POST /certificates/{id}/revoke</c>.</summary>
/// <param name="Reason">As RFC 5280 §5.3.1 spells it.</param>
/// <param name="DryRun">Only says what would end.</param>
/// <param name="KeepLast">Refuse (422 <c>last-credential</c>) where nothing else lets the Thing in.</param>
public sealed record RevokeBody(string? Reason, bool? DryRun = null, bool? KeepLast = null);

/// <summary>Body of <c>POST /things/{name}/contain</c> and <c>/release</c>.</summary>
public sealed record ReleaseRequest(string? Note);

/// <summary>Body of <c>…/contain</c> and <c>…/hold</c>.</summary>
/// <param name="DryRun">Answers the blast radius, and changes nothing.</param>
public sealed record HoldRequest(string? Note = null, bool? DryRun = null);

/// <summary>Body of <c>POST /things/{name}/commands/{command}</c>.</summary>
public sealed record CommandBody(System.Text.Json.JsonElement Payload);

/// <summary>A Thing in a list.</summary>
public sealed record ThingItem(string Name, string? Type, bool Enabled, bool Connected, DateTimeOffset? LastSeenAt, string? Status, DateTimeOffset? NotAfter, IReadOnlyList<string> Groups)
{
    /// <summary>From a row.</summary>
    public static ThingItem Of(ThingRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new ThingItem(row.Name, row.Type, row.Enabled, row.Connected, row.LastSeenAt, row.Credential?.Text(), row.CredentialNotAfter, row.Groups);
    }
}

/// <summary>A certificate of a Thing, short.</summary>
public sealed record CertificateOfThing(string Id, string SerialNumber, string Status, DateTimeOffset NotAfter);

/// <summary>A Thing whole.</summary>
public sealed record ThingAnswer(string Name, string? Type, IReadOnlyList<string> Groups, IReadOnlyDictionary<string, string> Attributes, bool Enabled, bool Connected, DateTimeOffset? LastSeenAt, IReadOnlyList<CertificateOfThing> Certificates, long Version, DateTimeOffset? RetiredAt)
{
    /// <summary>From a view.</summary>
    public static ThingAnswer Of(ThingView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new ThingAnswer(view.Name, view.Type, view.Groups, view.Attributes, view.Enabled, view.Connected, view.LastSeenAt,
            [.. view.Certificates.Select(x => new CertificateOfThing(x.Id.ToString(), x.SerialNumber, x.Status.Text(), x.NotAfter))], view.Version, view.RetiredAt);
    }
}

/// <summary>A certificate.</summary>
public sealed record CertificateAnswer(string Id, string SerialNumber, string ThingName, string? Authority, string? AuthorityId, string Status, string? Reason, DateTimeOffset? RevokedAt, DateTimeOffset NotBefore, DateTimeOffset NotAfter, string KeyAlgorithm, string Profile, string CertificatePem, IReadOnlyList<string>? Notes = null)
{
    /// <summary>Whether it is trusted for itself, without an authority.</summary>
    public bool Pinned { get; init; }

    /// <summary>From a view.</summary>
    /// <param name="notes">What its sender should know besides.</param>
    public static CertificateAnswer Of(CertificateView view, IReadOnlyList<string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new CertificateAnswer(view.Id.ToString(), view.SerialNumber, view.ThingName, view.AuthorityName, view.AuthorityId, view.Status.Text(), view.Reason?.Text(),
            view.Status == CertificateStatus.Revoked ? view.StatusChangedAt : null, view.NotBefore, view.NotAfter, view.KeyAlgorithm, view.Profile,
            FleetPortal.Pki.Text.Pem.Write(FleetPortal.Pki.Text.Pem.Certificate, view.Der), NotesOf(view, notes))
        {
            Pinned = view.IsPinned,
        };
    }

    /// <summary>Those of the certificate, and those of the text that it came in; null where there are none.</summary>
    private static string[]? NotesOf(CertificateView view, IReadOnlyList<string>? notes)
    {
        string[] all = [.. view.Profile == RegisterCertificate.Profile ? FleetPortal.Pki.Outside.OutsideCertificate.NotesOf(view.Der) : [], .. notes ?? []];
        return all.Length == 0 ? null : all;
    }
}

/// <summary>A certificate just issued.</summary>
/// <param name="Notes">What the sender of the request should know, such as that it held a private key.</param>
public sealed record IssuedAnswer(string Id, string SerialNumber, string ThingName, string Status, DateTimeOffset NotBefore, DateTimeOffset NotAfter, string CertificatePem, string ChainPem, string? PrivateKeyPem, byte[]? Pkcs12, IReadOnlyList<string>? Notes = null);

/// <summary>What hold, release or revoke did.</summary>
/// <param name="LeftWithoutCredential">Nothing else lets the Thing in: it is out until it gets another.</param>
/// <param name="SameKey">With keyCompromise: the ids of the other certificates of the same key that were changed with it.</param>
public sealed record StatusAnswer(string Id, string Status, string? Reason, DateTimeOffset? RevokedAt, int SessionsClosed, bool LeftWithoutCredential, double ElapsedMilliseconds, KnownAnswer KnownAfterMilliseconds, IReadOnlyList<string> SameKey)
{
    /// <summary>From a change.</summary>
    public static StatusAnswer Of(StatusChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new StatusAnswer(change.Id.ToString(), change.Status.Text(), change.Reason?.Text(), change.Status == CertificateStatus.Revoked ? change.ChangedAt : null, change.SessionsClosed, change.LeftWithoutCredential, change.Elapsed.TotalMilliseconds, KnownAnswer.Of(change.Known), [.. change.SameKey.Select(id => id.ToString())]);
    }
}

/// <summary>How long it took until each part of the world knew, in milliseconds; left out where it does not apply or is not so yet.</summary>
public sealed record KnownAnswer(double? SessionClosed, double? ReconnectRefused, double? Ocsp, double? Crl)
{
    /// <summary>From a measurement.</summary>
    public static KnownAnswer Of(PropagationTimes known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return new KnownAnswer(known.SessionClosed?.TotalMilliseconds, known.ReconnectRefused?.TotalMilliseconds, known.Ocsp?.TotalMilliseconds, known.Crl?.TotalMilliseconds);
    }
}

/// <summary>What containment did.</summary>
public sealed record ContainAnswer(string State, int SessionsClosed, IReadOnlyList<string> CertificatesHeld, double ElapsedMilliseconds, KnownAnswer KnownAfterMilliseconds);

/// <summary>A live connection.</summary>
public sealed record ConnectionAnswer(string ClientId, string? ThingName, string? Principal, string RemoteAddress, string Protocol, string Tls, DateTimeOffset ConnectedAt, DateTimeOffset LastHeardAt, long MessagesIn, long MessagesOut)
{
    /// <summary>From a connection.</summary>
    public static ConnectionAnswer Of(LiveConnection live)
    {
        ArgumentNullException.ThrowIfNull(live);
        return new ConnectionAnswer(live.ClientId, live.ThingName, live.CertificateId?.ToString(), live.RemoteAddress, live.Protocol, live.Tls, live.ConnectedAt, live.LastHeardAt, live.Incoming.Count, live.Outgoing.Count);
    }
}

/// <summary>One check of an attempt.</summary>
/// <param name="Failure">The failure as a sentence without a capital; null when the check did not fail.</param>
public sealed record CheckAnswer(string Name, string Outcome, string? Compared, string? Code, string? Remedy, string? Failure);

/// <summary>A connect attempt, or refusals of one kind from one place within an hour.</summary>
/// <param name="At">When it was decided; of several the latest.</param>
/// <param name="Count">How many are counted here.</param>
/// <param name="FirstAt">The first of them.</param>
/// <param name="Reason">Why it was refused, as a sentence without a capital; null when it was accepted.</param>
public sealed record AttemptAnswer(
    string Id, DateTimeOffset At, string ClientId, string? ThingName, string? CertificateId, string RemoteAddress, string Protocol, string Outcome, string Code, double DecidedInMilliseconds,
    IReadOnlyList<CheckAnswer> Checks, long Count, DateTimeOffset FirstAt, string? Reason)
{
    /// <summary>From a view.</summary>
    public static AttemptAnswer Of(AttemptView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new AttemptAnswer(
            view.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), view.At, view.ClientId, view.ThingName, view.CertificateId?.ToString(), view.RemoteAddress, view.Protocol,
            view.Allowed ? "allowed" : "refused", view.Code, view.DecidedIn.TotalMilliseconds,
            [.. view.Checks.Select(check => new CheckAnswer(check.Name, Words(check.Outcome), check.Compared, check.Code, check.Remedy, check.Failure))],
            view.Count, view.FirstAt, view.Reason);
    }

    private static string Words(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "passed",
        CheckOutcome.Failed => "failed",
        _ => "notReached",
    };
}
