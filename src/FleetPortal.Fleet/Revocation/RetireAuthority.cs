using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Ends an authority for good, once another signs in its stead.</summary>
public sealed class RetireAuthority(Registry registry)
{
    /// <param name="evenIfStranded">Also where Things would be left without a certificate that lets them in.</param>
    /// <exception cref="FleetError"><c>authority-not-found</c>, <c>authority-status</c>, <c>authority-is-standard</c>, <c>would-strand</c>.</exception>
    public async Task<AuthorityChange> ExecuteAsync(string id, bool evenIfStranded, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        var started = registry.Time.GetTimestamp();
        var stranded = await CountStrandedAsync(id, cancellationToken);
        var changes = await registry.WriteAsync(scope => Retire(scope, id, evenIfStranded, stranded, actor), cancellationToken);
        return new AuthorityChange(id, AuthorityStatus.Retired, changes.SessionsClosed, registry.Time.GetElapsedTime(started), changes.Known);
    }

    /// <summary>Counted before the transaction: at a million Things it takes seconds, in which nobody could write.</summary>
    private async Task<int> CountStrandedAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var key = await db.Set<AuthorityRecord>().Where(x => x.Id == id).Select(x => x.Key).SingleOrDefaultAsync(cancellationToken);
        return await DependentThings.Of(db, await AuthorityFamily.KeysAsync(db, key, cancellationToken), registry.Time.GetUtcNow()).CountAsync(cancellationToken);
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
            throw new FleetError(FleetErrorKind.Conflict, AuthorityErrors.Status, authority.Kind == AuthorityKind.Root ? "The root cannot be retired: everything hangs on it." : $"{authority.Name} was never proven. Discard it.");
        }

        if (authority.IsDefault)
        {
            throw new FleetError(FleetErrorKind.Refused, RevocationErrors.AuthorityIsDefault, $"{authority.Name} signs new certificates. Let another authority take over from it first.");
        }

        // Looked at again where it decides: somebody may have lost their other way in since the count.
        var strands = counted > 0 || DependentThings.Of(scope.Db, AuthorityFamily.Keys(scope.Db, authority.Key), scope.Now).Any();
        if (strands && !evenIfStranded)
        {
            throw new FleetError(FleetErrorKind.Refused, RevocationErrors.WouldStrand, $"{Math.Max(1, counted)} Things would be left without a certificate that lets them in. Move them first, or say that they may be stranded.");
        }

        AuthorityRows.SetStatus(scope, authority, AuthorityStatus.Retired, actor);
        IntermediateRows.Follow(scope, authority, actor);
        scope.Audit(actor, AuthorityActions.Retired, new AuditTarget(AuditTargets.Authority, id), new { stranded = counted });
        scope.Emit(FleetEventKind.AuthorityChanged, null);
        return scope.Note<AuthorityChanges>();
    }
}
