using System.Linq.Expressions;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Rotations;

/// <summary>Retires the old certificate now, not at the end of the grace period.</summary>
public sealed class CommitRotation(CommitRotations end)
{
    /// <exception cref="FleetError"><c>rotation-not-found</c>, <c>rotation-not-proven</c>, <c>rotation-ended</c>, <c>new-certificate-not-usable</c>, <c>forbidden</c>.</exception>
    public Task<RotationView> ExecuteAsync(string thingName, string id, Actor actor, CancellationToken cancellationToken) =>
        end.EndAsync(thingName, id, RotationState.Committed, actor, cancellationToken);
}
