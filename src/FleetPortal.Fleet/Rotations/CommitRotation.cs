using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Rotations;

/// <summary>Commits a rotation: retires the old certificate now instead of at the end of the grace period.</summary>
public sealed class CommitRotation(CommitRotations end)
{
    /// <summary>Commits the rotation and returns it. Needs the right <see cref="Permission.Issue"/>.</summary>
    /// <exception cref="FleetError"><c>rotation-not-found</c>, <c>rotation-not-proven</c>, <c>rotation-ended</c>,
    /// <c>new-certificate-not-usable</c>, <c>forbidden</c>.</exception>
    public Task<RotationView> ExecuteAsync(string thingName, string id, Actor actor, CancellationToken cancellationToken) =>
        end.EndAsync(thingName, id, RotationState.Committed, actor, cancellationToken);
}
