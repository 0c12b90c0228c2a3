using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Rotations;

/// <summary>Rolls a rotation back: retires the new certificate, and the old one stays.</summary>
public sealed class RollBackRotation(CommitRotations end)
{
    /// <summary>Rolls the rotation back and returns it. Needs the right <see cref="Permission.Issue"/>.</summary>
    /// <exception cref="FleetError"><c>rotation-not-found</c>, <c>rotation-ended</c>, <c>last-credential</c>, <c>forbidden</c>.</exception>
    public Task<RotationView> ExecuteAsync(string thingName, string id, Actor actor, CancellationToken cancellationToken) =>
        end.EndAsync(thingName, id, RotationState.RolledBack, actor, cancellationToken);
}
