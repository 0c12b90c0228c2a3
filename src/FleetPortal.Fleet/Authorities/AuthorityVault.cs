using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Keys;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Authorities;

/// <summary>
/// The authorities in memory: the root and the issuing authorities with their keys, and the external authorities that are trusted. Loaded
/// from the table at start and after every change. Readers always see one consistent state.
/// </summary>
public sealed class AuthorityVault(Registry registry, KeyStores stores, AuthorityAddress address) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile Snapshot? _now;

    /// <summary>The default issuer, which signs if the request names no authority.</summary>
    /// <exception cref="FleetError"><c>no-issuing-authority</c>: it is disabled.</exception>
    public OwnAuthority Issuing => DefaultIssuer ?? throw new FleetError(FleetErrorKind.Unavailable,
        AuthorityErrors.NoIssuer, "The default issuer is disabled. Enable it, or make another authority the default issuer.");

    /// <summary>The default issuer, or null if it is disabled.</summary>
    public OwnAuthority? DefaultIssuer =>
        Now.Issuing.FirstOrDefault(authority => authority.Key == Now.DefaultIssuerKey && authority.Issues);

    /// <summary>
    /// The authority for certificates that the portal issues to itself. If the default issuer is disabled, another one takes its place,
    /// because the portal must keep answering.
    /// </summary>
    public OwnAuthority PortalIssuer => DefaultIssuer
        ?? Now.Issuing.LastOrDefault(authority => authority.Status == AuthorityStatus.Active) ?? Now.Issuing[^1];

    /// <summary>
    /// The authority for the certificates of the listeners, or null if none is suitable. It never has name constraints: RFC 5280 §4.2.1.10
    /// makes that extension critical, and small TLS stacks (mbedTLS, and so ESP-IDF, Zephyr, Mbed) refuse a chain with it.
    /// </summary>
    public OwnAuthority? ForListeners =>
        new[] { DefaultIssuer }.Concat(Now.Issuing.Reverse().Where(authority => authority.Status == AuthorityStatus.Active))
        .FirstOrDefault(authority => authority is { Signer.Organization: null } && authority.Signer.NotAfter > registry.Time.GetUtcNow());

    /// <summary>Raised after the authorities were loaded again.</summary>
    public event Action? Changed;

    /// <summary>The trust anchors and intermediates against which client certificates are validated.</summary>
    public TrustAnchors Anchors => Now.Anchors;

    /// <summary>
    /// Every issuing authority of the portal in any status: the portal still answers for the certificates that they signed.
    /// </summary>
    public IReadOnlyList<OwnAuthority> OwnAuthorities => Now.Issuing;

    /// <summary>The certificate of the root, in DER.</summary>
    public byte[] Root => Now.Root.Der;

    /// <summary>The identifier of the root, as it appears in addresses.</summary>
    public string RootId => Now.Root.Id;

    /// <summary>The SHA-256 fingerprint of the root: upper-case hexadecimal octets with colons, as other tools print it.</summary>
    public string RootFingerprint =>
        string.Join(':', SHA256.HashData(Root).Select(octet => octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));

    internal long RootKey => Now.Root.Key;

    private Snapshot Now => _now ?? throw new InvalidOperationException("Open the vault first.");

    /// <summary>Creates the first authorities if there are none, and opens the keys. Call it at start, before any other member.</summary>
    /// <exception cref="PkiException"><c>key-unreadable</c>, <c>key-unavailable</c>.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await FirstAuthorities.MakeWhereNoneAsync(registry, stores, address, cancellationToken);
        await ReloadAsync(cancellationToken);
    }

    /// <summary>Returns the issuing authority with a row key, or null if the portal does not hold its key.</summary>
    public OwnAuthority? FindOwn(long? key) => OwnAuthorities.FirstOrDefault(authority => authority.Key == key);

    /// <summary>Opens the root's key. Returns the root with its key; the caller disposes of the key.</summary>
    /// <exception cref="PkiException"><c>key-unreadable</c>, <c>key-unavailable</c>.</exception>
    internal IssuingAuthority OpenRoot() => new(Now.Root.Der, stores.Open(Now.Root.KeyStore!.Value, Now.Root.KeyName!, Now.Root.Der));

    /// <summary>Loads the table again. Call it after every commit that changes authorities.</summary>
    internal async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            await using var db = registry.Read();
            var rows = await db.Set<AuthorityRecord>().OrderBy(x => x.Key).ToListAsync(cancellationToken);
            var root = rows.Single(row => row.Kind == AuthorityKind.Root);
            var issuing = rows.Where(row => row.Kind == AuthorityKind.Issuing).Select(Open).ToList();

            // The old anchors are not disposed of: a handshake may be using them.
            _now = new Snapshot(root, issuing, rows.Find(row => row.IsDefault)?.Key, TrustedOf(rows), MakeAnchors(rows));
        }
        finally
        {
            _one.Release();
        }

        Changed?.Invoke();
    }

    /// <summary>Returns the trust anchors for the rows that a transaction sees: the current ones, unless the rows have changed.</summary>
    internal TrustAnchors AnchorsOf(IReadOnlyList<AuthorityRecord> rows) => TrustedOf(rows).SetEquals(Now.Trusted)
        ? Now.Anchors : MakeAnchors(rows);

    /// <inheritdoc/>
    public void Dispose()
    {
        _one.Dispose();
        if (_now is { } now)
        {
            now.Anchors.Dispose();
            foreach (var authority in now.Issuing)
            {
                authority.Signer.Key.Dispose();
            }
        }
    }

    private static HashSet<long> TrustedOf(
        IReadOnlyList<AuthorityRecord> rows) => [.. rows.Where(row => row.Status == AuthorityStatus.Active).Select(row => row.Key)];

    private static TrustAnchors MakeAnchors(IReadOnlyList<AuthorityRecord> rows)
    {
        var trusted = rows.Where(row => row.Status == AuthorityStatus.Active).ToLookup(row => row.Kind, row => row.Der);
        return new TrustAnchors(trusted[AuthorityKind.Root],
            trusted[AuthorityKind.Issuing].Concat(trusted[AuthorityKind.Intermediate]), trusted[AuthorityKind.Registered]);
    }

    private OwnAuthority Open(AuthorityRecord row)
    {
        // Keep an open key: deriving the key of its file again takes a quarter of a second.
        var signer = _now?.Issuing.FirstOrDefault(authority => authority.Key == row.Key)?.Signer
            ?? new IssuingAuthority(row.Der, OpenKey(row));
        return new OwnAuthority(row.Key, row.Id, row.Name, signer, row.Status, row.SuccessorKey, row.KeyStore!.Value);
    }

    /// <summary>
    /// Opens the key of an authority. At start, the key of a trusted authority must be readable, so that a wrong passphrase is noticed at
    /// once. Otherwise an unreadable key only fails when it is to sign.
    /// </summary>
    private ISigningKey OpenKey(AuthorityRecord row)
    {
        try
        {
            return stores.Open(row.KeyStore!.Value, row.KeyName!, row.Der);
        }
        catch (PkiException) when (_now is not null || row.Status != AuthorityStatus.Active)
        {
            return new MissingSigningKey(row.KeyName!, row.Der);
        }
    }

    private sealed record Snapshot(AuthorityRecord Root,
        IReadOnlyList<OwnAuthority> Issuing, long? DefaultIssuerKey, IReadOnlySet<long> Trusted, TrustAnchors Anchors);
}
