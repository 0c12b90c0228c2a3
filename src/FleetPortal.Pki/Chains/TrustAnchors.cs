using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.External;

namespace FleetPortal.Pki.Chains;

/// <summary>
/// The authorities that the portal trusts, and path validation with them. Never the system's store, never the network. The path is found
/// here, candidate by candidate (<see cref="PathFinder"/>); each one is validated by the platform, which gets that path and nothing else.
/// </summary>
public sealed class TrustAnchors : IDisposable
{
    /// <summary>The most certificates beside its own that a client may send: a chain has two or three.</summary>
    public const int MaxSent = 8;

    // Each costs a signature: registered authorities of one name with different keys, and paths by certificates with the same key.
    private const int MaxPaths = 16;
    internal const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    private readonly List<PathCertificate> _all = [];
    private readonly HashSet<string> _anchors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _selfSigned = new(StringComparer.Ordinal);
    private readonly FrozenDictionary<string, IReadOnlyList<PathCertificate>> _bySubject;

    /// <summary>Anchors from DER certificates.</summary>
    /// <param name="roots">Self-signed, and trusted.</param>
    /// <param name="authorities">Below a trusted one: they help to build chains, and are trusted for what is above them.</param>
    /// <param name="outside">Trusted for their own sake, whether they are self-signed or not.</param>
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

        _bySubject = _all.GroupBy(one => one.Subject).ToFrozenDictionary(group => group.Key, IReadOnlyList<PathCertificate> (group) => [.. group]);
    }

    /// <summary>
    /// The policy for the platform's own chain in a TLS handshake: it trusts nothing and downloads nothing, so that chain costs as little as
    /// it can. The certificates that the client sent are in it; <see cref="Verify"/> decides.
    /// </summary>
    public static X509ChainPolicy HandshakePolicy() => Policy();

    /// <summary>Validates a client certificate.</summary>
    /// <param name="certificate">The client's own.</param>
    /// <param name="sent">What came with it: at most <see cref="MaxSent"/>, in any order. They are believed for nothing but what a trusted authority signed.</param>
    /// <param name="at">Now, where it is known: of two certificates of one authority the valid one is preferred. Validity itself is in the verdict.</param>
    public ChainVerdict Verify(X509Certificate2 certificate, IReadOnlyList<X509Certificate2>? sent = null, DateTimeOffset? at = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (sent?.Count > MaxSent)
        {
            return ChainVerdict.Refused($"the client sent {sent.Count} certificates beside its own; at most {MaxSent} are read");
        }

        var leaf = new PathCertificate(certificate);
        var finder = new PathFinder([.. (sent ?? []).Select(one => new PathCertificate(one))], subject => _bySubject.GetValueOrDefault(subject) ?? [], IsAnchor, at);
        ChainVerdict? refused = null;
        foreach (var path in finder.PathsOf(leaf).Take(MaxPaths))
        {
            var verdict = Try(certificate, path, finder);
            if (verdict.Trusted)
            {
                return verdict;
            }

            // An issuer that did sign it says more than one that only has the name.
            refused = refused is null || (refused.IsForged && !verdict.IsForged) ? verdict : refused;
        }

        return refused ?? DeadEnd(leaf, finder.DeadEnd);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var authority in _all)
        {
            authority.Certificate.Dispose();
        }
    }

    /// <summary>
    /// The policy for one path. Revocation is looked up in our own tables, validity is a check of its own;
    /// a download would let a stranger's certificate make us call out (RFC 5280 §8).
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

    /// <summary>SHA-1 only finds it; the octets decide, since a collision must not be trusted.</summary>
    private bool IsAnchor(PathCertificate one) =>
        _anchors.Contains(one.Certificate.Thumbprint) && _bySubject.GetValueOrDefault(one.Subject) is { } named && named.Any(anchor => anchor.Is(one.Certificate));

    /// <summary>Has the platform validate one path: it gets these certificates and no others, so it has no choice to make.</summary>
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

        // .NET trusts self-signed roots only. A chain that comes to an authority which is trusted for its own sake is whole there.
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

    /// <summary>No path leads to a trusted authority: says which issuer is missing.</summary>
    private ChainVerdict DeadEnd(PathCertificate leaf, IReadOnlyList<PathCertificate> above)
    {
        var last = above.Count == 0 ? leaf : above[^1];
        var path = above.Select(one => one.Certificate.RawData).ToList();
        if (last.Subject == last.Issuer)
        {
            return ChainVerdict.Refused(above.Count == 0 ? "self-signed" : $"the chain ends at {last.Name}, which is not one of our authorities") with { Path = path };
        }

        var missing = last.Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true);
        var detail = above.Count == PathFinder.MaxAuthorities ? $"the chain has more than {PathFinder.MaxAuthorities} authorities"
            : _bySubject.ContainsKey(last.Issuer) ? $"issued by an authority called {missing}, but not by the one that is registered here: its key is another one"
            : $"issued by {missing}, which is not one of our authorities";
        return ChainVerdict.Refused(detail) with { Path = path, MissingIssuer = missing };
    }
}
