using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Rotations;

/// <summary>Asks a Thing to replace its certificate. The device is told at once if it is there, and whenever it comes if it is not.</summary>
public sealed class StartRotation(Registry registry, PendingRotationIndex watch, RotationCommand notice, RotationQueries queries)
{
    /// <summary>How long the old certificate stays valid after the new one is proven, where nobody says.</summary>
    public const int StandardGraceMinutes = 60;

    private const int MaxGraceMinutes = 60 * 24 * 90;

    /// <summary>Starts one.</summary>
    /// <param name="graceMinutes">How long the old certificate stays valid after the new one is proven.</param>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>thing-disabled</c>, <c>no-active-certificate</c>, <c>rotation-open</c>, <c>grace-invalid</c>, <c>forbidden</c>.</exception>
    public async Task<RotationView> ExecuteAsync(string thingName, int? graceMinutes, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        if (graceMinutes is < 0 or > MaxGraceMinutes)
        {
            throw new FleetError(RotationErrors.GraceInvalid, [new Fault("graceMinutes", $"The grace period is from 0 to {MaxGraceMinutes} minutes.")]);
        }

        var name = ThingName.Parse(thingName).ToString();
        var id = await registry.WriteAsync(scope => Start(scope, name, TimeSpan.FromMinutes(graceMinutes ?? StandardGraceMinutes), actor).Id, cancellationToken);
        await TellAsync(name, id);
        return (await queries.FindAsync(name, id, actor, CancellationToken.None))!;
    }

    /// <summary>Begins one for whoever may, or takes up the one that is open, and tells the device.</summary>
    /// <param name="alongside">What happens in the same transaction.</param>
    internal async Task BeginOrJoinAsync(string name, TimeSpan grace, Actor actor, Action<WriteScope, RotationRecord> alongside, CancellationToken cancellationToken)
    {
        var (id, proven) = await registry.WriteAsync(
            scope =>
            {
                var record = scope.Db.Set<RotationRecord>().SingleOrDefault(x => x.Thing!.Name == name && x.State < RotationState.Committed) ?? Start(scope, name, grace, actor);
                scope.Db.SaveChanges();
                alongside(scope, record);
                return (record.Id, record.State == RotationState.Proven);
            },
            cancellationToken);
        if (!proven)
        {
            await TellAsync(name, id);
        }
    }

    private Task TellAsync(string name, string id)
    {
        watch.Tell(name, id);
        return notice.TellAsync(name, CancellationToken.None);
    }

    private static RotationRecord Start(WriteScope scope, string name, TimeSpan grace, Actor actor)
    {
        var thing = scope.Db.Set<ThingRecord>().SingleOrDefault(x => x.Name == name && x.RetiredAt == null) ?? throw FleetError.NotFound(ThingErrors.NotFound, name);
        if (!thing.Enabled)
        {
            throw CertificateRows.Disabled(name);
        }

        var old = scope.Db.Set<CertificateRecord>().Where(x => x.ThingKey == thing.Key && x.Status == CertificateStatus.Active && x.NotAfter > scope.Now)
            .OrderByDescending(x => x.Key).Select(x => (long?)x.Key).FirstOrDefault()
            ?? throw new FleetError(FleetErrorKind.Refused, RotationErrors.NoActiveCertificate, $"{name} has no active certificate to rotate. Issue one.");
        return RotationRows.Begin(scope, thing, old, grace, actor);
    }
}
