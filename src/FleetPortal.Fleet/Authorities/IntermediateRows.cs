using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Authorities;

/// <summary>
/// The rows of intermediate authorities below registered ones. With a row, an intermediate has its own list of certificates, impact and
/// CRL. Its status follows the authority above it.
/// </summary>
internal static class IntermediateRows
{
    /// <summary>Limits the intermediates that imports add: each one is held in memory and tried in path building.</summary>
    private const int MaxIntermediates = 1_000;
    private const int MaxName = 64;

    /// <summary>
    /// Stores the intermediates of a validated chain from the top down. Returns the row of the issuer of the certificate, and whether any
    /// row is new.
    /// </summary>
    /// <param name="path">The chain in DER from the issuer up to the registered authority, as in <c>ChainVerdict.Path</c>.</param>
    /// <param name="anchor">The row of the registered authority at the end of the chain.</param>
    /// <exception cref="FleetError"><c>authority-disabled</c>: an intermediate is not trusted; <c>too-many-intermediates</c>.</exception>
    public static (AuthorityRecord Issuer, bool AnyNew) Keep(
        WriteScope scope, IReadOnlyList<byte[]> path, AuthorityRecord anchor, Actor actor)
    {
        var (above, anyNew) = (anchor, false);
        for (var i = path.Count - 2; i >= 0; i--)
        {
            var der = path[i];
            if (scope.Db.Set<AuthorityRecord>().SingleOrDefault(x => x.Der == der) is { } known)
            {
                above = known.Status == AuthorityStatus.Active
                    ? known
                    : throw new FleetError(FleetErrorKind.Refused, AuthorityErrors.Disabled,
                        $"{known.Name} signed the certificate and is {known.Status.ToWire()}. Enable the authority first.");
                continue;
            }

            if (scope.Db.Set<AuthorityRecord>().Count(x => x.Kind == AuthorityKind.Intermediate) >= MaxIntermediates)
            {
                throw new FleetError(FleetErrorKind.Refused, AuthorityErrors.TooManyIntermediates,
                    $"The portal keeps at most {MaxIntermediates} intermediate authorities. Register the authorities that sign "
                    + $"devices' certificates instead.");
            }

            above = Add(scope, der, above, actor);
            anyNew = true;
        }

        return (above, anyNew);
    }

    /// <summary>
    /// Applies the status of an authority to the intermediates below it. Enabling only includes those that were disabled together with it.
    /// </summary>
    public static void Follow(WriteScope scope, AuthorityRecord authority, Actor actor)
    {
        foreach (var key in AuthorityFamily.Keys(scope.Db, authority.Key).Skip(1))
        {
            var below = scope.Db.Set<AuthorityRecord>().Single(x => x.Key == key);
            var follows = authority.Status switch
            {
                AuthorityStatus.Active => below is { Status: AuthorityStatus.Disabled, DisabledWithParent: true },
                AuthorityStatus.Disabled => below.Status == AuthorityStatus.Active,
                AuthorityStatus.Retired => below.Status != AuthorityStatus.Retired,
                _ => false,
            };
            if (follows)
            {
                AuthorityRows.SetStatus(scope, below, authority.Status, actor);
                below.DisabledWithParent = authority.Status == AuthorityStatus.Disabled;
                scope.Audit(actor, authority.Status switch { AuthorityStatus.Active => AuthorityActions.Enabled,
                    AuthorityStatus.Disabled => AuthorityActions.Disabled, _ => AuthorityActions.Retired },
                    new AuditTarget(AuditTargets.Authority, below.Id), new { with = authority.Id });
            }
        }
    }

    /// <summary>
    /// Throws if an intermediate would be enabled below an authority that is not active: its trust comes from that authority.
    /// </summary>
    /// <exception cref="FleetError"><c>authority-status</c>.</exception>
    public static void RequireTrustAbove(WriteScope scope, AuthorityRecord authority, AuthorityStatus status)
    {
        if (authority.Kind == AuthorityKind.Intermediate && status == AuthorityStatus.Active
            && scope.Db.Set<AuthorityRecord>()
                .SingleOrDefault(x => x.Key == authority.ParentKey) is { Status: not AuthorityStatus.Active } parent)
        {
            throw new FleetError(FleetErrorKind.Conflict,
                AuthorityErrors.Status, $"The authority above it, {parent.Name}, is {parent.Status.ToWire()}. Enable {parent.Name} first.");
        }
    }

    private static AuthorityRecord Add(WriteScope scope, byte[] der, AuthorityRecord above, Actor actor)
    {
        var (name, notAfter) = CertificateReader.NameAndEndOf(der);
        var record = new AuthorityRecord
        {
            Id = AuthorityRows.NextId(scope.Db, AuthorityKind.Intermediate),
            Name = name.Length <= MaxName ? name : name[..MaxName],
            Kind = AuthorityKind.Intermediate,
            Status = AuthorityStatus.Active,
            ParentKey = above.Key,
            Der = der,

            // It is not trusted longer than the authority above it (RFC 5280 §6.1.3 a 2).
            NotAfter = notAfter < above.NotAfter ? notAfter : above.NotAfter,
            CreatedAt = scope.Now,
            StatusChangedAt = scope.Now,
            StatusChangedBy = actor.Name,
        };
        scope.Db.Set<AuthorityRecord>().Add(record);
        scope.Db.SaveChanges();
        scope.Audit(actor, AuthorityActions.IntermediateAdded,
            new AuditTarget(AuditTargets.Authority, record.Id), new { record.Name, parent = above.Id, record.NotAfter });
        scope.Emit(FleetEventKind.AuthorityChanged, null);
        return record;
    }
}
