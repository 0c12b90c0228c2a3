using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Rotations;

/// <summary>Starts the rotation of one Thing. A connected device receives the command at once, an absent one at its next connect.</summary>
public sealed class StartRotation(Registry registry, PendingRotationIndex watch, RotationCommand notice, RotationQueries queries)
{
    /// <summary>The default grace period: how long the old certificate stays valid after the new one is proven, in minutes.</summary>
    public const int StandardGraceMinutes = 60;

    private const int MaxGraceMinutes = 60 * 24 * 90;

    /// <summary>Starts a rotation and returns it. Needs the right <see cref="Permission.Issue"/>.</summary>
    /// <param name="thingName">The Thing.</param>
    /// <param name="graceMinutes">The grace period in minutes; null takes <see cref="StandardGraceMinutes"/>.</param>
    /// <param name="actor">Who starts it.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>thing-disabled</c>, <c>no-active-certificate</c>, <c>rotation-open</c>,
    /// <c>grace-invalid</c>, <c>forbidden</c>.</exception>
    public async Task<RotationView> ExecuteAsync(string thingName, int? graceMinutes, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        if (graceMinutes is < 0 or > MaxGraceMinutes)
        {
            throw new FleetError(RotationErrors.GraceInvalid,
                [new Fault("graceMinutes", $"The grace period must be 0 to {MaxGraceMinutes} minutes.")]);
        }

        var name = ThingName.Parse(thingName).ToString();
        var id = await registry.WriteAsync(scope =>
            Start(scope, name, TimeSpan.FromMinutes(graceMinutes ?? StandardGraceMinutes), actor).Id, cancellationToken);
        await TellAsync(name, id);
        return (await queries.FindAsync(name, id, actor, CancellationToken.None))!;
    }

    /// <summary>
    /// Starts a rotation or joins the open one, and sends the command unless the rotation is proven. Asks for no right: the caller does.
    /// </summary>
    /// <param name="name">The Thing.</param>
    /// <param name="grace">The grace period of a new rotation.</param>
    /// <param name="actor">Who starts it.</param>
    /// <param name="name">The Thing.</param>
    /// <param name="grace">The grace period of a new rotation.</param>
    /// <param name="actor">Who starts it.</param>
    /// <param name="alongside">Runs in the transaction of the rotation.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    internal async Task BeginOrJoinAsync(
        string name, TimeSpan grace, Actor actor, Action<WriteScope, RotationRecord> alongside, CancellationToken cancellationToken)
    {
        var (id, proven) = await registry.WriteAsync(
            scope =>
            {
                var record = scope.Db.Set<RotationRecord>().SingleOrDefault(x => x.Thing!.Name == name && x.State < RotationState.Committed)
                    ?? Start(scope, name, grace, actor);
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
        var thing = scope.Db.Things().SingleOrDefault(x => x.Name == name && x.RetiredAt == null)
            ?? throw FleetError.NotFound(ThingErrors.NotFound, name);
        if (!thing.Enabled)
        {
            throw CertificateRows.Disabled(name);
        }

        var old = scope.Db.Set<CertificateRecord>()
            .Where(x => x.ThingKey == thing.Key && x.Status == CertificateStatus.Active && x.NotAfter > scope.Now)
            .OrderByDescending(x => x.Key).Select(x => (long?)x.Key).FirstOrDefault()
            ?? throw new FleetError(FleetErrorKind.Refused,
                RotationErrors.NoActiveCertificate, $"{name} has no active certificate to rotate. Issue one.");
        return RotationRows.Begin(scope, thing, old, grace, actor);
    }
}
