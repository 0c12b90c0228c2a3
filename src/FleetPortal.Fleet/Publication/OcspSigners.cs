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

/// <summary>An authority of the portal with its current OCSP signer.</summary>
/// <param name="Key">The row key of the authority.</param>
/// <param name="Responder">The key and certificate of the signer.</param>
/// <param name="ResponderBegins">notBefore of the signer's certificate.</param>
/// <param name="ResponderEnds">notAfter of the signer's certificate.</param>
/// <param name="Hashes">The hashes of the authority's name and key, by hash algorithm.</param>
public sealed record OcspAuthority(
    long Key, OcspSigner Responder,
    DateTimeOffset ResponderBegins, DateTimeOffset ResponderEnds, IReadOnlyDictionary<HashAlgorithmName, (byte[] Name, byte[] Key)> Hashes)
{
    /// <summary>Whether the certificate of the signer is valid.</summary>
    public bool IsValid(DateTimeOffset now) => ResponderBegins <= now && now < ResponderEnds;
}

/// <summary>
/// The delegated OCSP signers (RFC 6960 §4.2.2.2), one for each authority of the portal. Their keys are in memory only: every start makes
/// new ones. A signer is replaced when a third of its validity is left.
/// </summary>
public sealed partial class OcspSigners(Registry registry, AuthorityVault vault, ILogger<OcspSigners> logger)
    : IAuthorityFollower, IDisposable
{
    private static readonly HashAlgorithmName[] Algorithms = [HashAlgorithmName.SHA1, HashAlgorithmName.SHA256];

    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile IReadOnlyList<OcspAuthority> _authorities = [];

    /// <summary>Returns the authority that a question is about, or null if it is not an authority of the portal.</summary>
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

    /// <summary>Makes signers that are missing or due. The upkeep calls it every minute.</summary>
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
                // The authority has expired, and its certificates with it. It needs no signer.
                continue;
            }

            var lasts = current?.ResponderBegins <= moment && (current.ResponderEnds > due || current.ResponderEnds >= own.Signer.NotAfter);
            if ((lasts ? current : await TryCreateAsync(own, cancellationToken) ?? current) is { } responder)
            {
                next.Add(responder);
            }
        }

        // The old signer is not disposed of: a response may be signed with it right now.
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

    /// <summary>
    /// Makes a signer. Null if the authority's key does not sign: the other authorities continue, and the next upkeep tries again.
    /// </summary>
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
            LogNoSigner(e, own.Id);
            return null;
        }
    }

    /// <summary>
    /// The common name of a signer. A subject must not be empty (RFC 5280 §4.1.2.4), and a common name has at most 64 characters. If the
    /// name of the authority is too long, its identifier is used.
    /// </summary>
    private static string NameOf(OwnAuthority own) =>
        $"OCSP of {own.Name}" is { Length: <= CertificateIssuer.MaxCommonName } name ? name : $"OCSP of {own.Id}";

    private async Task<OcspAuthority> CreateAsync(OwnAuthority own, EcdsaSigningKey key, CancellationToken cancellationToken)
    {
        using var random = RandomNumberGenerator.Create();
        var (notBefore, notAfter) =
            CertificateContent.ValidityOf(Profile.OcspResponder, null, own.Signer.NotAfter, registry.Time.GetUtcNow());
        var content = new CertificateContent
        {
            Profile = Profile.OcspResponder,
            SerialNumber = SerialNumber.Create(random),
            Name = NameOf(own),
            SubjectPublicKeyInfo = key.SubjectPublicKeyInfo.ToArray(),
            NotBefore = notBefore,
            NotAfter = notAfter,
        };

        // Sign first, and record before use: if the key does not sign, no entry remains.
        var certificate = CertificateIssuer.Issue(own.Signer, content);
        await registry.WriteAsync(
            scope =>
            {
                OwnIssuance.Note(scope, own.Key, content.SerialNumber);
                scope.Audit(Actor.System, PublicationActions.OcspResponderIssued,
                    new AuditTarget(AuditTargets.Authority, own.Id), new { serialNumber = content.SerialNumber.ToString(), notAfter });
            },
            cancellationToken);
        var hashes = Algorithms.ToDictionary(algorithm => algorithm,
            algorithm => (OcspHashes.OfName(own.Signer.Name, algorithm), OcspHashes.OfKey(own.Signer.Key.SubjectPublicKeyInfo, algorithm)));
        return new OcspAuthority(own.Key, new OcspSigner(key, certificate), notBefore, notAfter, hashes);
    }

    [LoggerMessage(
        2303, LogLevel.Warning,
        "The key of authority {Authority} does not sign, so the authority has no OCSP signer; the next upkeep retries.")]
    private partial void LogNoSigner(Exception exception, string authority);
}
