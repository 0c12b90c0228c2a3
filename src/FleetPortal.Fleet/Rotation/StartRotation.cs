using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Things;

namespace FleetPortal.Fleet.Rotation;

/// <summary>Asks a Thing to replace its certificate. The device is told at once if it is there, and whenever it comes if it is not.</summary>
public sealed class StartRotation(Registry registry, RotationWatch watch, RotationNotice notice, RotationQueries queries)
{
    /// <summary>How long the old certificate stays valid after the new one is proven, where nobody says.</summary>
    public const int StandardGraceMinutes = 60;

    private const int MaxGraceMinutes = 60 * 24 * 90;

    /// <summary>Starts one.</summary>
    /// <param name="graceMinutes">How long the old certificate stays valid after the new one is proven.</param>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>no-active-certificate</c>, <c>rotation-open</c>, <c>grace-invalid</c>, <c>forbidden</c>.</exception>
    public async Task<RotationView> ExecuteAsync(string thingName, int? graceMinutes, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        if (graceMinutes is < 0 or > MaxGraceMinutes)
        {
            throw new FleetError("grace-invalid", [new Fault("graceMinutes", $"The grace period is from 0 to {MaxGraceMinutes} minutes.")]);
        }

        var name = ThingName.Parse(thingName).ToString();
        var id = await BeginAsync(name, TimeSpan.FromMinutes(graceMinutes ?? StandardGraceMinutes), actor, null, cancellationToken);
        return (await queries.FindAsync(name, id, actor, CancellationToken.None))!;
    }

    /// <summary>Begins one for whoever may, and tells the device.</summary>
    /// <param name="alongside">What happens in the same transaction.</param>
    internal async Task<string> BeginAsync(string name, TimeSpan grace, Actor actor, Action<WriteScope, RotationRecord>? alongside, CancellationToken cancellationToken)
    {
        var id = await registry.WriteAsync(scope => Start(scope, name, grace, actor, alongside), cancellationToken);
        watch.Tell(name, id);
        await notice.TellAsync(name, CancellationToken.None);
        return id;
    }

    private static string Start(WriteScope scope, string name, TimeSpan grace, Actor actor, Action<WriteScope, RotationRecord>? alongside)
    {
        var thing = scope.Db.Things.SingleOrDefault(x => x.Name == name && x.RetiredAt == null) ?? throw FleetError.NotFound("thing", name);
        var old = scope.Db.Certificates.Where(x => x.ThingKey == thing.Key && x.Status == CertificateStatus.Active && x.NotAfter > scope.Now)
            .OrderByDescending(x => x.Key).Select(x => (long?)x.Key).FirstOrDefault()
            ?? throw new FleetError(FleetErrorKind.Refused, "no-active-certificate", $"{name} has no active certificate to rotate. Issue one.");
        var record = Rotations.Begin(scope, thing, old, grace, actor);
        if (alongside is not null)
        {
            scope.Db.SaveChanges();
            alongside(scope, record);
        }

        return record.Id;
    }
}
