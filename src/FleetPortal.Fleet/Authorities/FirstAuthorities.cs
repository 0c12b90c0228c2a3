using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Issuance;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Authorities;

/// <summary>Creates the authorities of a new portal: a root, and an issuing authority below it.</summary>
internal static class FirstAuthorities
{
    private const int RootYears = 20;
    private const int IssuingYears = 10;
    private const string RootId = "root-1";
    private const string IssuingId = "issuing-1";

    /// <summary>
    /// Creates them if the table is empty. The keys are made before the rows are stored: a crash in between leaves unused keys, but no
    /// authority without a key.
    /// </summary>
    public static async Task MakeWhereNoneAsync(
        Registry registry, KeyStores stores, AuthorityAddress address, CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        if (await db.Set<AuthorityRecord>().AnyAsync(cancellationToken))
        {
            return;
        }

        var now = DateTimeOffset.FromUnixTimeSeconds(registry.Time.GetUtcNow().ToUnixTimeSeconds());
        var start = now.AddMinutes(-5);
        var store = stores.Of(stores.Standard);

        // The suffix distinguishes the authorities of two portals that one system trusts, and their keys on a shared token.
        var suffix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3));
        var (rootName, issuingName) = ($"FleetPortal Root {suffix}", $"FleetPortal Issuing {suffix}");
        var (rootKeyName, issuingKeyName) = ($"{RootId}-{suffix}", $"{IssuingId}-{suffix}");
        using var rootKey = store.Create(rootKeyName);
        using var issuingKey = store.Create(issuingKeyName);
        var root = AuthorityIssuer.IssueRoot(rootName, rootKey, start, now.AddYears(RootYears));
        var issuing = AuthorityIssuer.IssueSubordinate(new IssuingAuthority(root, rootKey),
            issuingKey, new SubordinateContent(issuingName, start, now.AddYears(IssuingYears))
        {
            ParentAddress = address.Of(RootId),
            CrlAddress = address.OfCompleteCrl(RootId),
        });

        await registry.WriteAsync(
            scope =>
            {
                var parent = new AuthorityRecord { Id = RootId, Name = rootName, Kind = AuthorityKind.Root, Der = root, KeyStore =
                    store.Kind, KeyName = rootKeyName, NotAfter = now.AddYears(RootYears), CreatedAt = now, StatusChangedAt = now };
                scope.Db.Set<AuthorityRecord>().Add(parent);
                scope.Db.SaveChanges();
                scope.Db.Set<AuthorityRecord>().Add(new AuthorityRecord
                {
                    Id = IssuingId,
                    Name = issuingName,
                    Kind = AuthorityKind.Issuing,
                    ParentKey = parent.Key,
                    IsDefault = true,
                    Der = issuing,
                    KeyStore = store.Kind,
                    KeyName = issuingKeyName,
                    NotAfter = now.AddYears(IssuingYears),
                    CreatedAt = now,
                    StatusChangedAt = now,
                });
                scope.Audit(Actor.System,
                    AuthorityActions.Created, new AuditTarget(AuditTargets.Authority, RootId), new { name = rootName });
                scope.Audit(Actor.System,
                    AuthorityActions.Created, new AuditTarget(AuditTargets.Authority, IssuingId), new { name = issuingName });
            },
            cancellationToken);
    }
}
