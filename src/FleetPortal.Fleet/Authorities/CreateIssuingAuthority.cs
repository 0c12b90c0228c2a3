using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Fleet.Authorities;

/// <summary>The request for a new issuing authority below the root.</summary>
/// <param name="Name">The common name of the authority.</param>
/// <param name="Replaces">The identifier of the authority that it replaces. That one signs no more certificates and stays trusted. Null
/// creates an additional authority.</param>
/// <param name="Organization">The organization that every certificate of the authority is named under (nameConstraints). Null takes the
/// organization of the replaced authority, or sets no constraint.</param>
/// <param name="ValidityYears">How long the authority is valid: 1 to 15 years, but not longer than the root.</param>
/// <param name="KeyStore">Where its key is made and kept; null takes the default of the settings.</param>
public sealed record IssuingAuthorityRequest(string Name, string? Replaces = null,
    string? Organization = null, int ValidityYears = IssuingAuthorityRequest.StandardYears, KeyStoreKind? KeyStore = null)
{
    /// <summary>The default validity, in years.</summary>
    public const int StandardYears = 5;

    /// <summary>The longest validity, in years.</summary>
    public const int MaxYears = 15;
}

/// <summary>Creates an issuing authority below the root: an additional one, or one that replaces another.</summary>
public sealed class CreateIssuingAuthority(
    Registry registry, AuthorityVault vault, KeyStores stores, AuthorityAddress address, IEnumerable<IAuthorityFollower> followers)
{
    /// <summary>Makes the key and the certificate, and stores the authority. Needs the right <see cref="Permission.Administer"/>.</summary>
    /// <returns>The identifier of the new authority.</returns>
    /// <exception cref="FleetError"><c>authority-invalid</c>, <c>authority-not-found</c>, <c>authority-not-issuing</c>,
    /// <c>authority-taken</c>, <c>key-store-missing</c>, <c>key-unavailable</c>, <c>forbidden</c>.</exception>
    public async Task<string> ExecuteAsync(IssuingAuthorityRequest request, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        var name = AuthorityRows.Name(request.Name, "name");
        var organization = string.IsNullOrWhiteSpace(request.Organization)
            ? null : AuthorityRows.Name(request.Organization, "organization");
        if (request.ValidityYears is < 1 or > IssuingAuthorityRequest.MaxYears)
        {
            throw new FleetError(AuthorityErrors.Invalid,
                [new Fault("validityYears", $"An authority is valid for 1 to {IssuingAuthorityRequest.MaxYears} years.")]);
        }

        var store = stores.Of(request.KeyStore ?? stores.Standard);
        if (request.Replaces is { } old)
        {
            var replaced = vault.OwnAuthorities.FirstOrDefault(authority => authority.Id == old)
                ?? throw FleetError.NotFound(AuthorityErrors.NotFound, old);
            RequireIssues(replaced);

            // The successor of an authority with a name constraint gets the same constraint.
            organization ??= replaced.Signer.Organization;
        }

        // Check the name before the key is made, because the key stays on its token. The transaction checks it again.
        await using (var db = registry.Read())
        {
            RefuseTaken(db, name);
        }

        try
        {
            var (record, own) = Make(name, organization, request.ValidityYears, store);
            own.Dispose();
            await registry.WriteAsync(scope => Store(scope, record, request.Replaces, organization, actor), CancellationToken.None);
            await vault.ReloadAsync(CancellationToken.None);
            foreach (var follower in followers)
            {
                await follower.AuthorityCreatedAsync(CancellationToken.None);
            }

            return record.Id;
        }
        catch (PkiException e)
        {
            throw PkiRefusals.Of(e);
        }
    }

    /// <summary>
    /// Refuses a name that another authority has. Path building goes by names (RFC 5280 §4.1.2.4), and people could not tell the two apart.
    /// </summary>
    private static void RefuseTaken(FleetDbContext db, string name)
    {
        if (db.Set<AuthorityRecord>()
            .Select(x => x.Name).AsEnumerable().FirstOrDefault(taken => taken.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } same)
        {
            throw new FleetError(FleetErrorKind.Conflict,
                AuthorityErrors.Taken, $"An authority named {same} exists already. Choose another name.");
        }
    }

    private static void RequireIssues(OwnAuthority authority)
    {
        if (!authority.Issues)
        {
            throw new FleetError(FleetErrorKind.Conflict,
                AuthorityErrors.NotIssuing, $"{authority.Name} signs no new certificates: it was replaced, disabled or retired.");
        }
    }

    /// <summary>Makes the key before the row is stored. A crash in between leaves an unused key, but no authority without a key.</summary>
    private (AuthorityRecord Record, ISigningKey Key) Make(string name, string? organization, int years, IKeyStore store)
    {
        var root = vault.OpenRoot();
        using var rootKey = root.Key;
        var now = DateTimeOffset.FromUnixTimeSeconds(registry.Time.GetUtcNow().ToUnixTimeSeconds());
        var end = now.AddYears(years);
        var keyName = $"issuing-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        var key = store.Create(keyName);
        var content = new SubordinateContent(name, now.AddMinutes(-5), end < root.NotAfter ? end : root.NotAfter)
        {
            Organization = organization,
            ParentAddress = address.Of(vault.RootId),
            CrlAddress = address.OfCompleteCrl(vault.RootId),
        };
        var der = AuthorityIssuer.IssueSubordinate(root, key, content);
        return (new AuthorityRecord { Id = "", Name = name, Kind = AuthorityKind.Issuing,
            ParentKey = vault.RootKey, Der = der, KeyStore = store.Kind, KeyName = keyName, NotAfter = content.NotAfter }, key);
    }

    private static void Store(WriteScope scope, AuthorityRecord record, string? replaces, string? organization, Actor actor)
    {
        RefuseTaken(scope.Db, record.Name);
        record.Id = AuthorityRows.NextId(scope.Db, AuthorityKind.Issuing);
        record.CreatedAt = record.StatusChangedAt = scope.Now;
        record.StatusChangedBy = actor.Name;
        scope.Db.Set<AuthorityRecord>().Add(record);
        scope.Db.SaveChanges();
        scope.Audit(actor, AuthorityActions.Created, new AuditTarget(AuditTargets.Authority, record.Id),
            new { record.Name, record.NotAfter, keyStore = record.KeyStore.ToString(), replaces, organization });
        if (replaces is not null)
        {
            RollOver(scope, AuthorityRows.Find(scope, replaces), record, actor);
        }

        scope.Emit(FleetEventKind.AuthorityChanged, null);
    }

    private static void RollOver(WriteScope scope, AuthorityRecord old, AuthorityRecord successor, Actor actor)
    {
        if (old.SuccessorKey is not null || old.Status != AuthorityStatus.Active)
        {
            throw new FleetError(FleetErrorKind.Conflict,
                AuthorityErrors.NotIssuing, $"{old.Name} signs no new certificates: it was replaced, disabled or retired.");
        }

        var isDefault = old.IsDefault;
        old.SuccessorKey = successor.Key;
        old.IsDefault = false;
        old.Version++;
        scope.Db.SaveChanges();
        successor.IsDefault = isDefault;
        scope.Audit(actor, AuthorityActions.RolledOver, new AuditTarget(AuditTargets.Authority, old.Id), new { successor = successor.Id });
    }
}
