using System.Security.Cryptography;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Ocsp;
using FleetPortal.Pki.Profiles;
using FleetPortal.Pki.Text;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Publication;

/// <summary>An authority for which OCSP is answered, with the responder that signs for it now.</summary>
/// <param name="Key">The authority's row.</param>
public sealed record OcspAuthority(
    long Key, OcspSigner Responder, DateTimeOffset ResponderBegins, DateTimeOffset ResponderEnds, IReadOnlyDictionary<HashAlgorithmName, (byte[] Name, byte[] Key)> Hashes)
{
    /// <summary>Whether the responder's certificate is valid.</summary>
    public bool IsValid(DateTimeOffset now) => ResponderBegins <= now && now < ResponderEnds;
}

/// <summary>
/// The delegated responders (RFC 6960 §4.2.2.2), one for each authority of our own. Their keys live in memory: every start
/// makes new ones, and they are replaced when a third of their time is left.
/// </summary>
public sealed class OcspSigners(Registry registry, AuthorityVault vault, ILogger<OcspSigners> logger) : IAuthorityFollower, IDisposable
{
    private static readonly HashAlgorithmName[] Algorithms = [HashAlgorithmName.SHA1, HashAlgorithmName.SHA256];

    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile IReadOnlyList<OcspAuthority> _authorities = [];

    /// <summary>The authority that a question is about, or null.</summary>
    public OcspAuthority? Find(OcspCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (certificate.HashAlgorithm is not { } algorithm)
        {
            return null;
        }

        foreach (var authority in _authorities)
        {
            var (name, key) = authority.Hashes[algorithm];
            if (key.AsSpan().SequenceEqual(certificate.IssuerKeyHash) && name.AsSpan().SequenceEqual(certificate.IssuerNameHash))
            {
                return authority;
            }
        }

        return null;
    }

    /// <summary>Makes responders where there are none or where they are near their end.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            await RefreshAloneAsync(cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public Task AuthorityCreatedAsync(CancellationToken cancellationToken) => RefreshAsync(cancellationToken);

    private async Task RefreshAloneAsync(CancellationToken cancellationToken)
    {
        var moment = registry.Time.GetUtcNow();
        var due = moment + (Profile.OcspResponder.Validity / 3);
        var now = _authorities.ToDictionary(authority => authority.Key);
        var next = new List<OcspAuthority>();
        foreach (var own in vault.OwnAuthorities)
        {
            var current = now.GetValueOrDefault(own.Key);
            if (own.Signer.NotAfter <= moment)
            {
                // Whatever it signed has ended with it: nobody asks any more.
                continue;
            }

            var lasts = current?.ResponderBegins <= moment && (current.ResponderEnds > due || current.ResponderEnds >= own.Signer.NotAfter);
            if ((lasts ? current : await TryCreateAsync(own, cancellationToken) ?? current) is { } responder)
            {
                next.Add(responder);
            }
        }

        // A responder that was replaced is not disposed of: an answer may be signed with it this very moment.
        _authorities = next;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _one.Dispose();
        foreach (var authority in _authorities)
        {
            authority.Responder.Key.Dispose();
        }
    }

    /// <summary>Null where the authority's key does not answer: the others go on, and a minute later it is tried again.</summary>
    private async Task<OcspAuthority?> TryCreateAsync(OwnAuthority own, CancellationToken cancellationToken)
    {
        var key = EcdsaSigningKey.Create();
        try
        {
            return await CreateAsync(own, key, cancellationToken);
        }
        catch (PkiException e)
        {
            key.Dispose();
            logger.LogWarning(e, "{Authority} has no OCSP responder: its key does not sign", own.Name);
            return null;
        }
    }

    /// <summary>A responder must have a name (RFC 5280 §4.1.2.4), and a common name has at most 64 characters: a long name gives way to the identifier.</summary>
    private static string NameOf(OwnAuthority own) =>
        $"OCSP of {own.Name}" is { Length: <= CertificateIssuer.MaxCommonName } name ? name : $"OCSP of {own.Id}";

    private async Task<OcspAuthority> CreateAsync(OwnAuthority own, EcdsaSigningKey key, CancellationToken cancellationToken)
    {
        using var random = RandomNumberGenerator.Create();
        var (notBefore, notAfter) = CertificateContent.ValidityOf(Profile.OcspResponder, null, own.Signer.NotAfter, registry.Time.GetUtcNow());
        var content = new CertificateContent
        {
            Profile = Profile.OcspResponder,
            SerialNumber = SerialNumber.Create(random),
            Name = NameOf(own),
            SubjectPublicKeyInfo = key.SubjectPublicKeyInfo.ToArray(),
            NotBefore = notBefore,
            NotAfter = notAfter,
        };

        // Signed first, noted before it is used: a key that does not answer leaves no entry of something that never was.
        var certificate = CertificateIssuer.Issue(own.Signer, content);
        await registry.WriteAsync(
            scope =>
            {
                OwnIssuance.Note(scope, own.Key, content.SerialNumber);
                scope.Audit(Actor.System, PublicationActions.OcspResponderIssued, new AuditTarget(AuditTargets.Authority, own.Id), new { serialNumber = content.SerialNumber.ToString(), notAfter });
            },
            cancellationToken);
        var hashes = Algorithms.ToDictionary(algorithm => algorithm, algorithm => (OcspHashes.OfName(own.Signer.Name, algorithm), OcspHashes.OfKey(own.Signer.Key.SubjectPublicKeyInfo, algorithm)));
        return new OcspAuthority(own.Key, new OcspSigner(key, certificate), notBefore, notAfter, hashes);
    }
}
