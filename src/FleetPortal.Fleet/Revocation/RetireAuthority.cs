using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Retires an authority for good, after another one has replaced it.</summary>
public sealed class RetireAuthority(Registry registry)
{
    /// <summary>Retires the authority. Needs the right <see cref="Permission.Administer"/>. Repeating the request is safe.</summary>
    /// <param name="id">The identifier of the authority.</param>
    /// <param name="evenIfStranded">Whether to retire it even if Things would have no usable certificate left.</param>
    /// <param name="actor">Who retires it.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <exception cref="FleetError"><c>authority-not-found</c>, <c>authority-status</c>, <c>authority-is-standard</c>,
    /// <c>would-strand</c>.</exception>
    public async Task<AuthorityChange> ExecuteAsync(string id, bool evenIfStranded, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        var started = registry.Time.GetTimestamp();
        var stranded = await CountStrandedAsync(id, cancellationToken);
        var changes = await registry.WriteAsync(scope => Retire(scope, id, evenIfStranded, stranded, actor), cancellationToken);
        return new AuthorityChange(id,
            AuthorityStatus.Retired, changes.SessionsClosed, registry.Time.GetElapsedTime(started), changes.Known);
    }

    /// <summary>
    /// Counts the Things that would have no usable certificate left. Runs before the transaction, because the count takes seconds for a
    /// million Things and would block all writers.
    /// </summary>
    private async Task<int> CountStrandedAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var key = await db.Set<AuthorityRecord>().Where(x => x.Id == id).Select(x => x.Key).SingleOrDefaultAsync(cancellationToken);
        return await DependentThings.Of(db, await AuthorityFamily.KeysAsync(db, key, cancellationToken), registry.Time.GetUtcNow())
            .CountAsync(cancellationToken);
    }

    private static AuthorityChanges Retire(WriteScope scope, string id, bool evenIfStranded, int counted, Actor actor)
    {
        var authority = AuthorityRows.Find(scope, id);
        if (authority.Status == AuthorityStatus.Retired)
        {
            return scope.Note<AuthorityChanges>().Repeat(authority);
        }

        if (authority.Kind == AuthorityKind.Root || authority.Status == AuthorityStatus.PendingProof)
        {
            throw new FleetError(FleetErrorKind.Conflict, AuthorityErrors.Status,
                authority.Kind == AuthorityKind.Root ? "The root cannot be retired, because every issuing authority depends on it."
                : $"{authority.Name} was never proven. Discard it.");
        }

        if (authority.IsDefault)
        {
            throw new FleetError(FleetErrorKind.Refused, RevocationErrors.AuthorityIsDefault,
                $"{authority.Name} is the default issuer. Replace it or choose another default issuer first.");
        }

        // Check again inside the transaction: a Thing may have lost its other certificate since the count.
        var strands = counted > 0 || DependentThings.Of(scope.Db, AuthorityFamily.Keys(scope.Db, authority.Key), scope.Now).Any();
        if (strands && !evenIfStranded)
        {
            throw new FleetError(FleetErrorKind.Refused, RevocationErrors.WouldStrand,
                $"{Math.Max(1, counted)} Things would have no usable certificate left. Give them certificates of another authority "
                + $"first, or confirm that they lose access (evenIfStranded).");
        }

        AuthorityRows.SetStatus(scope, authority, AuthorityStatus.Retired, actor);
        IntermediateRows.Follow(scope, authority, actor);
        scope.Audit(actor, AuthorityActions.Retired, new AuditTarget(AuditTargets.Authority, id), new { stranded = counted });
        scope.Emit(FleetEventKind.AuthorityChanged, null);
        return scope.Note<AuthorityChanges>();
    }
}
