using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Rotations;

/// <summary>A step of every commit of a rotation, in its transaction.</summary>
internal interface IRotationCommitStep : IWriteStep
{
    /// <summary>The rotation is being committed.</summary>
    void Committed(WriteScope scope, long rotationKey);
}
