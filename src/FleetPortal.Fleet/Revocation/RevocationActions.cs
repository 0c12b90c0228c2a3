using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Revocation;

/// <summary>The audit actions of revocations of many certificates.</summary>
public static class RevocationActions
{
    /// <summary>The portal paused a revocation after its first certificates.</summary>
    [AuditAction(AuditTargets.RevocationBatch, "Paused a revocation after its first certificates")]
    public const string BatchPausedAfterCanary = "revocation-batch.canary";

    /// <summary>The portal finished a revocation of many certificates.</summary>
    [AuditAction(AuditTargets.RevocationBatch, "Finished a revocation of many certificates")]
    public const string BatchDone = "revocation-batch.done";

    /// <summary>The actor resumed a revocation of many certificates.</summary>
    [AuditAction(AuditTargets.RevocationBatch, "Resumed a revocation of many certificates")]
    public const string BatchResumed = "revocation-batch.resumed";

    /// <summary>The actor started a revocation of many certificates.</summary>
    [AuditAction(AuditTargets.RevocationBatch, "Started a revocation of many certificates")]
    public const string BatchStarted = "revocation-batch.started";

    /// <summary>The actor stopped a revocation of many certificates.</summary>
    [AuditAction(AuditTargets.RevocationBatch, "Stopped a revocation of many certificates")]
    public const string BatchStopped = "revocation-batch.stopped";
}
