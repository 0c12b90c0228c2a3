using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.External;

namespace FleetPortal.Pki.Chains;

/// <summary>
/// The trusted authorities, and path validation with them. Uses neither the certificate store of the system nor the network.
/// <see cref="PathFinder"/> finds the candidate paths; the platform validates each of them with the certificates of that path only.
/// </summary>
public sealed class TrustAnchors : IDisposable
{
    /// <summary>The maximum number of certificates that a client may send besides its own.</summary>
    public const int MaxSent = 8;

    // Each path costs a signature verification. There are several if authorities with the same name have different keys, or certificates
    // with the same key.
    private const int MaxPaths = 16;
    internal const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    private readonly List<PathCertificate> _all = [];
    private readonly HashSet<string> _anchors = new(StringComparer.Ordinal);
    private readonly VerifiedPaths _verified = new();
    private readonly HashSet<string> _selfSigned = new(StringComparer.Ordinal);
    private readonly FrozenDictionary<string, IReadOnlyList<PathCertificate>> _bySubject;

    /// <summary>Reads the certificates, each in DER.</summary>
    /// <param name="roots">Trusted self-signed roots.</param>
    /// <param name="authorities">Authorities below a trusted one. They help to build chains and are trusted only through it.</param>
    /// <param name="outside">Certificates that are trusted themselves, self-signed or not.</param>
    public TrustAnchors(IEnumerable<byte[]> roots, IEnumerable<byte[]> authorities, IEnumerable<byte[]> outside)
    {
        ArgumentNullException.ThrowIfNull(roots);
        ArgumentNullException.ThrowIfNull(authorities);
        ArgumentNullException.ThrowIfNull(outside);
        foreach (var der in roots)
        {
            _selfSigned.Add(AddAnchor(der));
        }

        _all.AddRange(authorities.Select(Load));
        foreach (var der in outside)
        {
            var id = AddAnchor(der);
            if (ExternalAuthority.IsIssuerOf(der, der))
            {
                _selfSigned.Add(id);
            }
        }

        _bySubject = _all.GroupBy(one => one.Subject)
            .ToFrozenDictionary(group => group.Key, IReadOnlyList<PathCertificate> (group) => [.. group]);
    }

    /// <summary>
    /// Returns the policy for the chain that the platform builds in a TLS handshake. It trusts nothing and downloads nothing, so that this
    /// chain costs little. Its elements contain the certificates that the client sent; <see cref="Verify"/> decides.
    /// </summary>
    public static X509ChainPolicy HandshakePolicy() => Policy();

    /// <summary>
    /// Validates the path of a client certificate. With <paramref name="at"/>, a trusted result is remembered for the same octets.
    /// </summary>
    /// <param name="certificate">The client certificate.</param>
    /// <param name="sent">The other certificates that the client sent: at most <see cref="MaxSent"/>, in any order. They are used only if a
    /// trusted authority signed them.</param>
    /// <param name="at">The current time. If given, the search prefers certificates that are valid at that time. The result contains the
    /// validity of the chain.</param>
    public ChainVerdict Verify(X509Certificate2 certificate, IReadOnlyList<X509Certificate2>? sent = null, DateTimeOffset? at = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (sent?.Count > MaxSent)
        {
            return ChainVerdict.Refused($"the client sent {sent.Count} certificates besides its own; the maximum is {MaxSent}");
        }

        if (at is not { } time)
        {
            return Search(certificate, sent, null);
        }

        var presented = VerifiedPaths.Presented.Of(certificate, sent);
        if (_verified.Find(presented, time) is { } earlier)
        {
            return earlier;
        }

        var verdict = Search(certificate, sent, time);
        return verdict.Trusted ? _verified.Add(presented, verdict) : verdict;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var authority in _all)
        {
            authority.Certificate.Dispose();
        }
    }

    private ChainVerdict Search(X509Certificate2 presented, IReadOnlyList<X509Certificate2>? sent, DateTimeOffset? at)
    {
        // A certificate object keeps what is read of it, and that of a connection lives as long as the connection.
        using var certificate = X509CertificateLoader.LoadCertificate(presented.RawDataMemory.Span);
        var leaf = new PathCertificate(certificate);
        var finder = new PathFinder([.. (sent ?? []).Select(one => new PathCertificate(one))],
            subject => _bySubject.GetValueOrDefault(subject) ?? [], IsAnchor, at);
        ChainVerdict? refused = null;
        foreach (var path in finder.PathsOf(leaf).Take(MaxPaths))
        {
            var verdict = Try(certificate, path, finder);
            if (verdict.Trusted)
            {
                return verdict;
            }

            // Report the candidate whose signature is valid rather than one that only has the same name.
            refused = refused is null || (refused.IsForged && !verdict.IsForged) ? verdict : refused;
        }

        return refused ?? DeadEnd(leaf, finder.DeadEnd);
    }

    /// <summary>
    /// Returns the policy for one path. It ignores time and revocation, which other checks decide with the tables of the portal. Downloads
    /// are disabled, because a certificate of an unknown client could make the portal send requests (RFC 5280 §8).
    /// </summary>
    internal static X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
            VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid,
        };
        policy.ApplicationPolicy.Add(new Oid(ClientAuth));
        return policy;
    }

    private static PathCertificate Load(byte[] der) => new(X509CertificateLoader.LoadCertificate(der));

    private string AddAnchor(byte[] der)
    {
        var anchor = Load(der);
        _all.Add(anchor);
        _anchors.Add(anchor.Certificate.Thumbprint);
        return anchor.Certificate.Thumbprint;
    }

    /// <summary>
    /// Returns whether a certificate is trusted. The SHA-1 thumbprint only finds the candidates; their octets are compared, so that a
    /// collision is not trusted.
    /// </summary>
    private bool IsAnchor(PathCertificate one) =>
        _anchors.Contains(one.Certificate.Thumbprint)
            && _bySubject.GetValueOrDefault(one.Subject) is { } named && named.Any(anchor => anchor.Is(one.Certificate));

    /// <summary>Validates one path with the platform, which gets the certificates of this path only.</summary>
    private ChainVerdict Try(X509Certificate2 certificate, IReadOnlyList<PathCertificate> path, PathFinder finder)
    {
        using var chain = new X509Chain { ChainPolicy = Policy() };
        var anchor = path[^1].Certificate;
        (_selfSigned.Contains(anchor.Thumbprint) ? chain.ChainPolicy.CustomTrustStore : chain.ChainPolicy.ExtraStore).Add(anchor);
        foreach (var between in path.SkipLast(1))
        {
            chain.ChainPolicy.ExtraStore.Add(between.Certificate);
        }

        chain.Build(certificate);

        // .NET trusts self-signed roots only. A chain is complete when it reaches a trusted authority, even if that is not self-signed.
        var trusted = 0;
        for (var i = 1; i < chain.ChainElements.Count && trusted == 0; i++)
        {
            if (ChainFaults.Of(chain.ChainElements[i - 1].ChainElementStatus).HasFlag(X509ChainStatusFlags.NotSignatureValid))
            {
                finder.NoteNotSigned(chain.ChainElements[i - 1].Certificate, chain.ChainElements[i].Certificate);
            }

            trusted = path[^1].Is(chain.ChainElements[i].Certificate) ? i : 0;
        }

        return ChainVerdict.Of(chain, trusted, path);
    }

    /// <summary>Returns the refusal for a certificate without a path to a trusted authority, with the name of the missing issuer.</summary>
    private ChainVerdict DeadEnd(PathCertificate leaf, IReadOnlyList<PathCertificate> above)
    {
        var last = above.Count == 0 ? leaf : above[^1];
        var path = above.Select(one => one.Certificate.RawData).ToList();
        if (last.Subject == last.Issuer)
        {
            return ChainVerdict.Refused(above.Count == 0
                ? "self-signed" : $"the chain ends at {last.Name}, which is not a trusted authority") with { Path = path };
        }

        var missing = last.Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true);
        var detail = above.Count == PathFinder.MaxAuthorities ? $"the chain has more than {PathFinder.MaxAuthorities} authorities"
            : _bySubject.ContainsKey(last.Issuer)
                ? $"issued by an authority with the name {missing}, but not by the one that is registered here: its key is different"
            : $"issued by {missing}, which is not a trusted authority";
        return ChainVerdict.Refused(detail) with { Path = path, MissingIssuer = missing };
    }
}
