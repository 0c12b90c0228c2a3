using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Applications;

/// <summary>
/// Takes an application out of service: revokes its certificates (cessationOfOperation), closes its connections and forgets its sessions.
/// Its name stays reserved, because its certificates and audit entries carry it. Needs <see cref="Permission.Administer"/>.
/// </summary>
public sealed class DeleteApplication(Registry registry, IEnumerable<IRetirementFollower> followers)
{
    /// <summary>Deletes the application and returns the number of closed sessions.</summary>
    /// <param name="version">The version that the caller has read; null skips this check.</param>
    /// <exception cref="FleetError"><c>application-not-found</c>, <c>version-mismatch</c>, <c>forbidden</c>.</exception>
    public async Task<int> ExecuteAsync(string name, Actor actor, CancellationToken cancellationToken, long? version = null)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        var changes = await registry.WriteAsync(scope => Delete(scope, name, version, actor), cancellationToken);
        foreach (var follower in followers)
        {
            await follower.ForgetAsync(name);
        }

        return changes.SessionsClosed;
    }

    private static StatusChanges Delete(WriteScope scope, string name, long? version, Actor actor)
    {
        var principal = ApplicationRows.Find(scope, name, version).Principal!;
        var certificates = scope.Db.Set<CertificateRecord>()
            .Where(x => x.ThingKey == principal.Key && x.Status != CertificateStatus.Revoked).ToList();
        foreach (var certificate in certificates)
        {
            CertificateTransitions.Apply(scope,
                certificate, principal, CertificateStatus.Revoked, RevocationReason.CessationOfOperation, actor);
        }

        var changes = scope.Note<StatusChanges>();
        changes.ClosesThing = new ClosingThing(name, ForGood: true);
        foreach (var step in scope.Steps<IRetirementStep>())
        {
            step.Retire(scope, principal, actor);
        }

        principal.RetiredAt = scope.Now;
        principal.Enabled = false;
        principal.Version++;
        scope.Audit(actor, ApplicationActions.Deleted, AuditTarget.Application(name), new { certificates = certificates.Count });
        scope.Emit(FleetEventKind.ApplicationChanged, name);
        return changes;
    }
}
