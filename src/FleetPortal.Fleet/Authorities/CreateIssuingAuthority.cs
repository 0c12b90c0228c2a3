using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Fleet.Authorities;

/// <summary>A new issuing authority under the root.</summary>
/// <param name="Name">Its common name.</param>
/// <param name="Replaces">The authority that it takes over from, which signs nothing new from then on and stays trusted; null makes one of its own.</param>
/// <param name="Organization">Everything that it signs is named under this organization (nameConstraints); null takes that of the authority that it replaces, or leaves names free.</param>
/// <param name="ValidityYears">1 to 15, never past the root's end.</param>
/// <param name="KeyStore">Where its key is made and kept; null takes the settings' standard.</param>
public sealed record IssuingAuthorityRequest(string Name, string? Replaces = null, string? Organization = null, int ValidityYears = IssuingAuthorityRequest.StandardYears, KeyStoreKind? KeyStore = null)
{
    /// <summary>How long it is valid when nobody says.</summary>
    public const int StandardYears = 5;

    /// <summary>The longest validity, in years.</summary>
    public const int MaxYears = 15;
}

/// <summary>Makes an issuing authority beside those that are there: one of its own, or one that another rolls over to.</summary>
public sealed class CreateIssuingAuthority(Registry registry, AuthorityVault vault, KeyStores stores, AuthorityAddress address, IEnumerable<IAuthorityFollower> followers)
{
    /// <returns>The new authority's identifier.</returns>
    /// <exception cref="FleetError"><c>authority-invalid</c>, <c>authority-not-found</c>, <c>authority-not-issuing</c>, <c>authority-taken</c>, <c>key-store-missing</c>, <c>key-unavailable</c>, <c>forbidden</c>.</exception>
    public async Task<string> ExecuteAsync(IssuingAuthorityRequest request, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        var name = AuthorityRows.Name(request.Name, "name");
        var organization = string.IsNullOrWhiteSpace(request.Organization) ? null : AuthorityRows.Name(request.Organization, "organization");
        if (request.ValidityYears is < 1 or > IssuingAuthorityRequest.MaxYears)
        {
            throw new FleetError(AuthorityErrors.Invalid, [new Fault("validityYears", $"An authority is valid for 1 to {IssuingAuthorityRequest.MaxYears} years.")]);
        }

        var store = stores.Of(request.KeyStore ?? stores.Standard);
        if (request.Replaces is { } old)
        {
            var replaced = vault.OwnAuthorities.FirstOrDefault(authority => authority.Id == old) ?? throw FleetError.NotFound(AuthorityErrors.NotFound, old);
            RequireIssues(replaced);

            // A line that is held to an organization stays held to it.
            organization ??= replaced.Signer.Organization;
        }

        // Before a key is made, which stays on its token; and again where the name is taken.
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

    /// <summary>Path building by name (RFC 5280 §4.1.2.4) and people alike could not tell two of one name apart.</summary>
    private static void RefuseTaken(FleetDbContext db, string name)
    {
        if (db.Set<AuthorityRecord>().Select(x => x.Name).AsEnumerable().FirstOrDefault(taken => taken.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } same)
        {
            throw new FleetError(FleetErrorKind.Conflict, AuthorityErrors.Taken, $"There is an authority called {same} already. Give this one a name of its own.");
        }
    }

    private static void RequireIssues(OwnAuthority authority)
    {
        if (!authority.Issues)
        {
            throw new FleetError(FleetErrorKind.Conflict, AuthorityErrors.NotIssuing, $"{authority.Name} signs nothing new already: it was rolled over, disabled or retired.");
        }
    }

    /// <summary>The key first, the row after: a crash in between leaves a key that nobody knows.</summary>
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
        return (new AuthorityRecord { Id = "", Name = name, Kind = AuthorityKind.Issuing, ParentKey = vault.RootKey, Der = der, KeyStore = store.Kind, KeyName = keyName, NotAfter = content.NotAfter }, key);
    }

    private static void Store(WriteScope scope, AuthorityRecord record, string? replaces, string? organization, Actor actor)
    {
        RefuseTaken(scope.Db, record.Name);
        record.Id = AuthorityRows.NextId(scope.Db, AuthorityKind.Issuing);
        record.CreatedAt = record.StatusChangedAt = scope.Now;
        record.StatusChangedBy = actor.Name;
        scope.Db.Set<AuthorityRecord>().Add(record);
        scope.Db.SaveChanges();
        scope.Audit(actor, AuthorityActions.Created, new AuditTarget(AuditTargets.Authority, record.Id), new { record.Name, record.NotAfter, keyStore = record.KeyStore.ToString(), replaces, organization });
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
            throw new FleetError(FleetErrorKind.Conflict, AuthorityErrors.NotIssuing, $"{old.Name} signs nothing new already: it was rolled over, disabled or retired.");
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
