using System.Collections.Concurrent;
using System.Security.Cryptography;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki;
using FleetPortal.Pki.Ocsp;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Publication;

/// <summary>An OCSP response, and until when caches may keep it.</summary>
/// <param name="NextUpdate">The end of its validity. Null for errors and for responses with a nonce, which only their requester can
/// use.</param>
public sealed record OcspReply(byte[] Der, DateTimeOffset? NextUpdate)
{
    /// <summary>The response to data that is not an OCSP request.</summary>
    public static readonly OcspReply Malformed = new(OcspAnswer.Malformed, null);

    /// <summary>The response to a question about a certificate of another issuer.</summary>
    public static readonly OcspReply Unauthorized = new(OcspAnswer.Unauthorized, null);
}

/// <summary>
/// Answers OCSP requests (RFC 6960) from the registry. Responses without a nonce are cached, and dropped as soon as their certificate
/// changes. The cache holds at most <see cref="MaxKept"/> responses.
/// </summary>
public sealed class OcspService(Registry registry, OcspSigners responders)
{
    /// <summary>The highest number of cached responses.</summary>
    public const int MaxKept = 50_000;

    /// <summary>The validity of a response.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromHours(1);

    private static readonly Func<FleetDbContext, long, string, CertificateState?> FindState =
        EF.CompileQuery((FleetDbContext db, long authorityKey, string serialNumber) =>
        db.Set<CertificateRecord>().Where(x => x.AuthorityKey == authorityKey && x.SerialNumber == serialNumber)
            .Select(x => new CertificateState(x.Status, x.StatusChangedAt, x.RevocationReason)).SingleOrDefault());

    private static readonly Func<FleetDbContext, long, string, RestoredRevocationRecord?> FindRestored =
        EF.CompileQuery((FleetDbContext db, long authorityKey, string serialNumber) =>
        db.Set<RestoredRevocationRecord>().SingleOrDefault(x => x.AuthorityKey == authorityKey && x.SerialNumber == serialNumber));

    private static readonly Func<FleetDbContext, long, string, bool> WasIssued =
        EF.CompileQuery((FleetDbContext db, long authorityKey, string serialNumber) =>
        db.Set<IssuanceRecord>().Any(x => x.AuthorityKey == authorityKey
            && x.SerialNumber == serialNumber && x.State == IssuanceState.Issued && x.ThingKey == null));

    private readonly ConcurrentDictionary<(long AuthorityKey, string SerialNumber, string Algorithm), Kept> _kept = [];
    private readonly Lock _lock = new();
    private long _changes;

    /// <summary>Answers a request in DER. Errors are OCSP error responses, never exceptions.</summary>
    public OcspReply Answer(ReadOnlyMemory<byte> request)
    {
        OcspQuestion question;
        try
        {
            question = OcspQuestion.Read(request);
        }
        catch (PkiException)
        {
            return OcspReply.Malformed;
        }

        return FindResponder(question.Certificates[0]) is { } authority ? Answer(question, authority) : OcspReply.Unauthorized;
    }

    /// <summary>Returns the status of one certificate as responses state it.</summary>
    internal OcspStatus StatusOf(long authorityKey, string serialNumber)
    {
        using var db = registry.Read();
        var state = FindState(db, authorityKey, serialNumber)
            ?? (FindRestored(db, authorityKey, serialNumber) is { } restored
                ? new CertificateState(CrlEntries.StatusOf(restored), restored.RevokedAt, restored.Reason) : null);
        return state switch
        {
            { Status: CertificateStatus.Inactive or CertificateStatus.Revoked } => new OcspStatus(
                OcspState.Revoked, CrlTimes.RevokedAt(state.ChangedAt, registry.Time.GetUtcNow() - CrlTimes.Backdate),
                RevocationEntries.Reason(state.Status, state.Reason)),
            not null => new OcspStatus(OcspState.Good),

            // Certificates of the portal's own listeners and OCSP signers are not in the table of certificates.
            null => new OcspStatus(WasIssued(db, authorityKey, serialNumber) ? OcspState.Good : OcspState.Unknown),
        };
    }

    /// <summary>Drops the cached responses of a certificate after its status has changed.</summary>
    internal void Forget(long authorityKey, string serialNumber)
    {
        lock (_lock)
        {
            _changes++;
            _kept.TryRemove((authorityKey, serialNumber, HashAlgorithmName.SHA1.Name!), out _);
            _kept.TryRemove((authorityKey, serialNumber, HashAlgorithmName.SHA256.Name!), out _);
        }
    }

    /// <summary>
    /// Finds the authority of a question. A signer that is not valid now, because the clock was wrong when it was made, is replaced first.
    /// </summary>
    private OcspAuthority? FindResponder(OcspCertificate certificate)
    {
        if (responders.Find(certificate) is not { } authority || authority.IsValid(registry.Time.GetUtcNow()))
        {
            return responders.Find(certificate);
        }

        responders.RefreshAsync(CancellationToken.None).GetAwaiter().GetResult();
        return responders.Find(certificate);
    }

    private OcspReply Answer(OcspQuestion question, OcspAuthority authority)
    {
        var now = registry.Time.GetUtcNow();
        var single = question is { Nonce: null, Certificates: [{ HashAlgorithm: not null } one] } ? one : null;
        var key = single is null ? default : (authority.Key, single.SerialNumber.ToString(), single.HashAlgorithm!.Value.Name!);
        if (single is not null && _kept.TryGetValue(key, out var kept) && kept.FreshFrom <= now && now < kept.FreshUntil)
        {
            return kept.Reply;
        }

        var before = Interlocked.Read(ref _changes);
        var answers = question.Certificates
            .Select(certificate => (certificate, responders.Find(certificate)?.Key == authority.Key
                ? StatusOf(authority.Key, certificate.SerialNumber.ToString()) : new OcspStatus(OcspState.Unknown)))
            .ToList();
        var (thisUpdate, nextUpdate) = CrlTimes.Of(now, Validity);
        var der = OcspAnswer.Sign(authority.Responder, answers, question.Nonce, thisUpdate, nextUpdate);
        var reply = new OcspReply(der, question.Nonce is null ? nextUpdate : null);
        if (single is not null)
        {
            Keep(key, new Kept(reply, thisUpdate, nextUpdate - (Validity / 2)), before);
        }

        return reply;
    }

    /// <summary>Caches a response, unless a certificate has changed since its status was read.</summary>
    private void Keep((long, string, string) key, Kept answer, long before)
    {
        lock (_lock)
        {
            if (_changes != before)
            {
                return;
            }

            if (_kept.Count >= MaxKept)
            {
                _kept.Clear();
            }

            _kept[key] = answer;
        }
    }

    private sealed record Kept(OcspReply Reply, DateTimeOffset FreshFrom, DateTimeOffset FreshUntil);

    private sealed record CertificateState(CertificateStatus Status, DateTimeOffset ChangedAt, RevocationReason? Reason);
}
