using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Rotations;

/// <summary>A step in the transaction that commits a rotation. Slices above this one register their steps.</summary>
internal interface IRotationCommitStep : IWriteStep
{
    /// <summary>Runs the step inside the transaction.</summary>
    void Apply(WriteScope scope, RotationRecord rotation);
}
