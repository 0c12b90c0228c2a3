using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Events;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Authorities;

/// <summary>What a change of an authority's status did.</summary>
/// <param name="SessionsClosed">Live sessions that stood on it; they are gone when this is answered.</param>
/// <param name="Elapsed">From the request to the answer.</param>
public sealed record AuthorityChange(string Id, AuthorityStatus Status, int SessionsClosed, TimeSpan Elapsed);

/// <summary>Disables an authority, and with it everything that it signed; or enables it again.</summary>
public sealed class ChangeAuthorityStatus(Registry registry, AuthorityEnd end)
{
    /// <param name="status"><see cref="AuthorityStatus.Active"/> or <see cref="AuthorityStatus.Disabled"/>.</param>
    /// <exception cref="FleetError"><c>authority-not-found</c>, <c>authority-status</c>: the root, one that waits for its proof, or one that is retired.</exception>
    public async Task<AuthorityChange> ExecuteAsync(string id, AuthorityStatus status, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        var started = registry.Time.GetTimestamp();
        var key = await registry.WriteAsync(
            scope =>
            {
                var authority = AuthorityRows.Find(scope, id);
                if (authority.Kind == AuthorityKind.Root || authority.Status is AuthorityStatus.PendingProof or AuthorityStatus.Retired || status is not (AuthorityStatus.Active or AuthorityStatus.Disabled))
                {
                    throw new FleetError(FleetErrorKind.Conflict, "authority-status", authority.Kind == AuthorityKind.Root ? "The root cannot be disabled: everything hangs on it." : $"{authority.Name} is {authority.Status.Text()}, and cannot become {status.Text()}.");
                }

                if (authority.Status != status)
                {
                    AuthorityRows.SetStatus(scope, authority, status, actor);
                    scope.Audit(actor, status == AuthorityStatus.Active ? "authority.enabled" : "authority.disabled", new AuditTarget("authority", id));
                    scope.Emit(FleetEventKind.AuthorityChanged, null);
                }

                return authority.Key;
            },
            cancellationToken);
        var closed = await end.CarryOutAsync(key, status != AuthorityStatus.Active);
        return new AuthorityChange(id, status, closed, registry.Time.GetElapsedTime(started));
    }
}

/// <summary>Ends an authority for good, once another signs in its stead.</summary>
public sealed class RetireAuthority(Registry registry, AuthorityEnd end)
{
    /// <param name="evenIfStranded">Also where Things would be left without a certificate that lets them in.</param>
    /// <exception cref="FleetError"><c>authority-not-found</c>, <c>authority-status</c>, <c>authority-is-standard</c>, <c>would-strand</c>.</exception>
    public async Task<AuthorityChange> ExecuteAsync(string id, bool evenIfStranded, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        var started = registry.Time.GetTimestamp();
        var stranded = await CountStrandedAsync(id, cancellationToken);
        var key = await registry.WriteAsync(scope => Retire(scope, id, evenIfStranded, stranded, actor), cancellationToken);
        var closed = await end.CarryOutAsync(key, close: true);
        return new AuthorityChange(id, AuthorityStatus.Retired, closed, registry.Time.GetElapsedTime(started));
    }

    /// <summary>Counted before the transaction: at a million Things it takes seconds, in which nobody could write.</summary>
    private async Task<int> CountStrandedAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var key = await db.Authorities.Where(x => x.Id == id).Select(x => x.Key).SingleOrDefaultAsync(cancellationToken);
        return await Dependants.Of(db, key, registry.Time.GetUtcNow()).CountAsync(cancellationToken);
    }

    private static long Retire(WriteScope scope, string id, bool evenIfStranded, int counted, Actor actor)
    {
        var authority = AuthorityRows.Find(scope, id);
        if (authority.Status == AuthorityStatus.Retired)
        {
            return authority.Key;
        }

        if (authority.Kind == AuthorityKind.Root || authority.Status == AuthorityStatus.PendingProof)
        {
            throw new FleetError(FleetErrorKind.Conflict, "authority-status", authority.Kind == AuthorityKind.Root ? "The root cannot be retired: everything hangs on it." : $"{authority.Name} was never proven. Discard it.");
        }

        if (authority.IsDefault)
        {
            throw new FleetError(FleetErrorKind.Refused, "authority-is-standard", $"{authority.Name} signs new certificates. Let another authority take over from it first.");
        }

        // Looked at again where it decides: somebody may have lost their other way in since the count.
        var strands = counted > 0 || Dependants.Of(scope.Db, authority.Key, scope.Now).Any();
        if (strands && !evenIfStranded)
        {
            throw new FleetError(FleetErrorKind.Refused, "would-strand", $"{Math.Max(1, counted)} Things would be left without a certificate that lets them in. Move them first, or say that they may be stranded.");
        }

        AuthorityRows.SetStatus(scope, authority, AuthorityStatus.Retired, actor);
        scope.Audit(actor, "authority.retired", new AuditTarget("authority", id), new { stranded = counted });
        scope.Emit(FleetEventKind.AuthorityChanged, null);
        return authority.Key;
    }
}

/// <summary>What follows a change of an authority once it is committed: it is trusted or not, and what hangs on it is closed.</summary>
public sealed class AuthorityEnd(Registry registry, AuthorityVault vault, LiveConnections connections)
{
    internal async Task<int> CarryOutAsync(long authorityKey, bool close)
    {
        try
        {
            await vault.ReloadAsync(CancellationToken.None);
        }
        catch when (close)
        {
            // What was committed is carried out whatever else fails: the decider asks the table.
            await CloseAsync(authorityKey);
            throw;
        }

        return close ? await CloseAsync(authorityKey) : 0;
    }

    private async Task<int> CloseAsync(long authorityKey)
    {
        // Those that are being decided on are among them: they entered before they read the table, or read it after the commit.
        await using var db = registry.Read();
        var closing = await LiveCertificates.AmongAsync(connections.ShownCertificates, db.Certificates.Where(x => x.AuthorityKey == authorityKey), CancellationToken.None);
        return await connections.CloseAsync(closing, SessionEnd.RightsWithdrawn);
    }
}
