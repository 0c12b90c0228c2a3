using System.Linq.Expressions;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Rotations;

/// <summary>Reads rotations. All queries need the right <see cref="Permission.Read"/>.</summary>
public sealed class RotationQueries(Registry registry)
{
    private const int MaxShown = 100;

    private static readonly Expression<Func<RotationRecord, RotationView>> ToView = x => new RotationView(
        x.Id, x.Thing!.Name, x.State,
        CertificateId.FromOctets(x.OldCertificate!.Id), x.NewCertificate == null ? null : CertificateId.FromOctets(x.NewCertificate.Id),
        x.RequestedAt, x.RequestedBy, x.IssuedAt, x.ProvenAt, x.CommitDueAt, x.EndedAt, TimeSpan.FromSeconds(x.GraceSeconds),
        x.OldCertificate.Profile == RegisterCertificate.Profile);

    /// <summary>Returns one rotation of a Thing, or null if there is none with this id.</summary>
    public async Task<RotationView?> FindAsync(string thingName, string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        return await db.Set<RotationRecord>()
            .Where(x => x.Id == id && x.Thing!.Name == thingName).Select(ToView).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Returns the newest rotation of a Thing, or null if it has none.</summary>
    public async Task<RotationView?> NewestAsync(string thingName, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        return await db.Set<RotationRecord>()
            .Where(x => x.Thing!.Name == thingName).OrderByDescending(x => x.Key).Select(ToView).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The 100 newest rotations of a Thing, the newest first.</summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<RotationView>> OfThingAsync(string thingName, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        if (!await db.Things().AnyAsync(x => x.Name == thingName, cancellationToken))
        {
            throw FleetError.NotFound(ThingErrors.NotFound, thingName);
        }

        return await db.Set<RotationRecord>().Where(x => x.Thing!.Name == thingName)
            .OrderByDescending(x => x.Key).Take(MaxShown).Select(ToView).ToListAsync(cancellationToken);
    }
}
