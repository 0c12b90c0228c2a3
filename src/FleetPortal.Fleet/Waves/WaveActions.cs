using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Waves;

/// <summary>The audit actions of waves.</summary>
public static class WaveActions
{
    /// <summary>The portal finished a wave.</summary>
    [AuditAction(AuditTargets.Wave, "Finished a wave")]
    public const string Done = "wave.done";

    /// <summary>The actor paused a wave.</summary>
    [AuditAction(AuditTargets.Wave, "Paused a wave")]
    public const string Paused = "wave.paused";

    /// <summary>The actor resumed a wave.</summary>
    [AuditAction(AuditTargets.Wave, "Resumed a wave")]
    public const string Resumed = "wave.running";

    /// <summary>The actor started a wave.</summary>
    [AuditAction(AuditTargets.Wave, "Started a wave")]
    public const string Started = "wave.started";

    /// <summary>The actor stopped a wave.</summary>
    [AuditAction(AuditTargets.Wave, "Stopped a wave")]
    public const string Stopped = "wave.stopped";
}
