using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Rotations;

/// <summary>A step in the transaction that commits a rotation. A slice above this one registers it.</summary>
internal interface IRotationCommitStep : IWriteStep
{
    /// <summary>Writes what follows from the commit.</summary>
    void Apply(WriteScope scope, RotationRecord rotation);
}
