using System.Linq.Expressions;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Rotations;

/// <summary>Retires the new certificate; the old one stays.</summary>
public sealed class RollBackRotation(CommitRotations end)
{
    /// <exception cref="FleetError"><c>rotation-not-found</c>, <c>rotation-ended</c>, <c>last-credential</c>, <c>forbidden</c>.</exception>
    public Task<RotationView> ExecuteAsync(string thingName, string id, Actor actor, CancellationToken cancellationToken) =>
        end.EndAsync(thingName, id, RotationState.RolledBack, actor, cancellationToken);
}
