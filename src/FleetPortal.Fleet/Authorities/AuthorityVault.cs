using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Data;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Keys;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Authorities;

/// <summary>
/// The portal's own authorities: a root that signs issuing authorities, and the one that issues. Made at the first
/// start, opened at every other. The keys lie encrypted beside the database.
/// </summary>
public sealed class AuthorityVault(Registry registry, string keyDirectory, string passphrase) : IDisposable
{
    private const int RootYears = 20;
    private const int IssuingYears = 10;
    private const string RootId = "root-1";
    private const string IssuingId = "issuing-1";

    private OwnAuthority? _issuing;
    private TrustAnchors? _anchors;

    /// <summary>The authority that issues now.</summary>
    public OwnAuthority Issuing => _issuing ?? throw new InvalidOperationException("Open the vault first.");

    /// <summary>The roots and authorities that client certificates are checked against.</summary>
    public TrustAnchors Anchors => _anchors ?? throw new InvalidOperationException("Open the vault first.");

    /// <summary>Every issuing authority whose key is here.</summary>
    public IReadOnlyList<OwnAuthority> OwnAuthorities => [Issuing];

    /// <summary>DER of the root.</summary>
    public byte[] Root { get; private set; } = [];

    /// <summary>SHA-256 of the root's DER in upper-case octets with colons, as tools print it.</summary>
    public string RootFingerprint => string.Join(':', SHA256.HashData(Root).Select(octet => octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>Makes the authorities where there are none, and reads the issuing key.</summary>
    /// <exception cref="Pki.PkiException"><c>key-unreadable</c>.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var records = await ReadAsync(cancellationToken);
        if (records.Count == 0)
        {
            await CreateAsync(cancellationToken);
            records = await ReadAsync(cancellationToken);
        }

        var issuing = records.Single(record => record.Id == IssuingId);
        Root = records.Single(record => record.Id == RootId).Der;
        _issuing = new OwnAuthority(issuing.Key, issuing.Id, issuing.Name, new IssuingAuthority(issuing.Der, EncryptedKeyFile.Read(Path.Combine(keyDirectory, issuing.KeyFile), passphrase)));
        _anchors = new TrustAnchors([Root], [issuing.Der]);
    }

    /// <summary>The authority of a row.</summary>
    /// <exception cref="InvalidOperationException">Its key is not here.</exception>
    internal OwnAuthority Own(long key) => OwnAuthorities.FirstOrDefault(authority => authority.Key == key) ?? throw new InvalidOperationException($"The key of authority {key} is not here.");

    /// <summary>The authorities above a certificate, from the root down.</summary>
    internal IEnumerable<Certificates.ChainLink> ChainOf(long authorityKey)
    {
        using var root = X509CertificateLoader.LoadCertificate(Root);
        yield return new Certificates.ChainLink(root.GetNameInfo(X509NameType.SimpleName, forIssuer: false), root.NotAfter);
        var own = Own(authorityKey);
        yield return new Certificates.ChainLink(own.Name, own.Signer.NotAfter);
    }

    /// <summary>DER of an authority's certificate by its identifier, or null.</summary>
    public async Task<byte[]?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        return await db.Authorities.Where(authority => authority.Id == id).Select(authority => authority.Der).SingleOrDefaultAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _issuing?.Signer.Key.Dispose();
        _anchors?.Dispose();
    }

    private async Task<List<AuthorityRecord>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        return await db.Authorities.ToListAsync(cancellationToken);
    }

    /// <summary>Keys first, rows after: a crash in between leaves key files that the next start replaces, and no authority without its key.</summary>
    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(registry.Time.GetUtcNow().ToUnixTimeSeconds());
        var start = now.AddMinutes(-5);
        using var rootKey = EcdsaSigningKey.Create();
        using var issuingKey = EcdsaSigningKey.Create();

        // The suffix keeps two portals' authorities apart where somebody trusts both.
        var suffix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3));
        var (rootName, issuingName) = ($"FleetPortal Root {suffix}", $"FleetPortal Issuing {suffix}");
        var root = AuthorityIssuer.IssueRoot(rootName, rootKey, start, now.AddYears(RootYears));
        var issuing = AuthorityIssuer.IssueSubordinate(new IssuingAuthority(root, rootKey), issuingName, issuingKey, start, now.AddYears(IssuingYears));
        EncryptedKeyFile.Write(Path.Combine(keyDirectory, RootId + ".key"), rootKey, passphrase);
        EncryptedKeyFile.Write(Path.Combine(keyDirectory, IssuingId + ".key"), issuingKey, passphrase);

        await registry.WriteAsync(
            scope =>
            {
                var parent = new AuthorityRecord { Id = RootId, Name = rootName, Der = root, KeyFile = RootId + ".key", NotAfter = now.AddYears(RootYears) };
                scope.Db.Authorities.Add(parent);
                scope.Db.SaveChanges();
                scope.Db.Authorities.Add(new AuthorityRecord { Id = IssuingId, Name = issuingName, ParentKey = parent.Key, Der = issuing, KeyFile = IssuingId + ".key", NotAfter = now.AddYears(IssuingYears) });
                scope.Audit(Actor.System, "authority.created", new AuditTarget("authority", RootId), new { name = rootName });
                scope.Audit(Actor.System, "authority.created", new AuditTarget("authority", IssuingId), new { name = issuingName });
            },
            cancellationToken);
    }
}
