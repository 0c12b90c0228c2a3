using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Revocation;

/// <summary>The audit actions of revocations of many certificates.</summary>
public static class RevocationActions
{
    /// <summary>Paused a revocation after its first certificates.</summary>
    [AuditAction(AuditTargets.RevocationBatch, "Paused a revocation after its first certificates")]
    public const string BatchPausedAfterCanary = "revocation-batch.canary";

    /// <summary>Finished a revocation of many certificates.</summary>
    [AuditAction(AuditTargets.RevocationBatch, "Finished a revocation of many certificates")]
    public const string BatchDone = "revocation-batch.done";

    /// <summary>Resumed a revocation of many certificates.</summary>
    [AuditAction(AuditTargets.RevocationBatch, "Resumed a revocation of many certificates")]
    public const string BatchResumed = "revocation-batch.resumed";

    /// <summary>Started a revocation of many certificates.</summary>
    [AuditAction(AuditTargets.RevocationBatch, "Started a revocation of many certificates")]
    public const string BatchStarted = "revocation-batch.started";

    /// <summary>Stopped a revocation of many certificates.</summary>
    [AuditAction(AuditTargets.RevocationBatch, "Stopped a revocation of many certificates")]
    public const string BatchStopped = "revocation-batch.stopped";
}
