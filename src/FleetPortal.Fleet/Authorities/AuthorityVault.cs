using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Keys;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Authorities;

/// <summary>
/// The authorities as they are now, with the keys of the portal's own: a root, the issuing ones under it, and those from
/// outside that are trusted. Read from the table at start and after every change; what it answers is one consistent moment.
/// </summary>
public sealed class AuthorityVault(Registry registry, KeyStores stores, AuthorityAddress address) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile Snapshot? _now;

    /// <summary>The authority that issues where nobody chose another.</summary>
    /// <exception cref="FleetError"><c>no-issuing-authority</c>: it is disabled.</exception>
    public OwnAuthority Issuing => DefaultIssuer ?? throw new FleetError(FleetErrorKind.Unavailable, AuthorityErrors.NoIssuer, "The authority that issues is disabled. Enable it, or make another one the default issuer.");

    /// <summary>The authority that issues where nobody chose another, or null where it is disabled.</summary>
    public OwnAuthority? DefaultIssuer => Now.Issuing.FirstOrDefault(authority => authority.Key == Now.DefaultIssuerKey && authority.Issues);

    /// <summary>The authority for what the portal issues to itself: also where the default issuer is disabled it must go on answering.</summary>
    public OwnAuthority PortalIssuer => DefaultIssuer ?? Now.Issuing.LastOrDefault(authority => authority.Status == AuthorityStatus.Active) ?? Now.Issuing[^1];

    /// <summary>
    /// The authority for the listeners' certificates, or null where none is fit for it. Never one with name constraints: RFC 5280 §4.2.1.10
    /// makes the extension critical, and small TLS stacks (mbedTLS, so ESP-IDF, Zephyr, Mbed) refuse a chain that has it.
    /// </summary>
    public OwnAuthority? ForListeners => new[] { DefaultIssuer }.Concat(Now.Issuing.Reverse().Where(authority => authority.Status == AuthorityStatus.Active))
        .FirstOrDefault(authority => authority is { Signer.Organization: null } && authority.Signer.NotAfter > registry.Time.GetUtcNow());

    /// <summary>What was read anew after a change.</summary>
    public event Action? Changed;

    /// <summary>The roots and authorities that client certificates are checked against.</summary>
    public TrustAnchors Anchors => Now.Anchors;

    /// <summary>Every issuing authority whose key is here, whatever its status: what they signed still has a status.</summary>
    public IReadOnlyList<OwnAuthority> OwnAuthorities => Now.Issuing;

    /// <summary>DER of the root.</summary>
    public byte[] Root => Now.Root.Der;

    /// <summary>The root's identifier, as addresses spell it.</summary>
    public string RootId => Now.Root.Id;

    /// <summary>SHA-256 of the root's DER in upper-case octets with colons, as tools print it.</summary>
    public string RootFingerprint => string.Join(':', SHA256.HashData(Root).Select(octet => octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));

    internal long RootKey => Now.Root.Key;

    private Snapshot Now => _now ?? throw new InvalidOperationException("Open the vault first.");

    /// <summary>Makes the authorities where there are none, and opens the keys.</summary>
    /// <exception cref="PkiException"><c>key-unreadable</c>, <c>key-unavailable</c>.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await FirstAuthorities.MakeWhereNoneAsync(registry, stores, address, cancellationToken);
        await ReloadAsync(cancellationToken);
    }

    /// <summary>The issuing authority of a certificate, or null where its key is not here.</summary>
    public OwnAuthority? FindOwn(long? key) => OwnAuthorities.FirstOrDefault(authority => authority.Key == key);

    /// <summary>The root's certificate with its key, for as long as the caller needs it.</summary>
    /// <exception cref="PkiException"><c>key-unreadable</c>, <c>key-unavailable</c>.</exception>
    internal IssuingAuthority OpenRoot() => new(Now.Root.Der, stores.Open(Now.Root.KeyStore!.Value, Now.Root.KeyName!, Now.Root.Der));

    /// <summary>Reads the table again: after everything that changed it.</summary>
    internal async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            await using var db = registry.Read();
            var rows = await db.Set<AuthorityRecord>().OrderBy(x => x.Key).ToListAsync(cancellationToken);
            var root = rows.Single(row => row.Kind == AuthorityKind.Root);
            var issuing = rows.Where(row => row.Kind == AuthorityKind.Issuing).Select(Open).ToList();

            // Anchors that are replaced are not disposed of: a handshake may be using them this very moment.
            _now = new Snapshot(root, issuing, rows.Find(row => row.IsDefault)?.Key, TrustedOf(rows), MakeAnchors(rows));
        }
        finally
        {
            _one.Release();
        }

        Changed?.Invoke();
    }

    /// <summary>The anchors that a transaction sees in the table: those in use, unless the table has changed since they were made.</summary>
    internal TrustAnchors AnchorsOf(IReadOnlyList<AuthorityRecord> rows) => TrustedOf(rows).SetEquals(Now.Trusted) ? Now.Anchors : MakeAnchors(rows);

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

    private static HashSet<long> TrustedOf(IReadOnlyList<AuthorityRecord> rows) => [.. rows.Where(row => row.Status == AuthorityStatus.Active).Select(row => row.Key)];

    private static TrustAnchors MakeAnchors(IReadOnlyList<AuthorityRecord> rows)
    {
        var trusted = rows.Where(row => row.Status == AuthorityStatus.Active).ToLookup(row => row.Kind, row => row.Der);
        return new TrustAnchors(trusted[AuthorityKind.Root], trusted[AuthorityKind.Issuing].Concat(trusted[AuthorityKind.Intermediate]), trusted[AuthorityKind.Registered]);
    }

    private OwnAuthority Open(AuthorityRecord row)
    {
        // A key that is open stays open: deriving the file's key again takes a quarter of a second.
        var signer = _now?.Issuing.FirstOrDefault(authority => authority.Key == row.Key)?.Signer
            ?? new IssuingAuthority(row.Der, OpenKey(row));
        return new OwnAuthority(row.Key, row.Id, row.Name, signer, row.Status, row.SuccessorKey, row.KeyStore!.Value);
    }

    /// <summary>
    /// At the start the key of an authority that is trusted must be readable: a wrong passphrase is better seen at once. Later, and for
    /// those that are not trusted, one that cannot be read says so when it is to sign, and everything else goes on.
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

    private sealed record Snapshot(AuthorityRecord Root, IReadOnlyList<OwnAuthority> Issuing, long? DefaultIssuerKey, IReadOnlySet<long> Trusted, TrustAnchors Anchors);
}
