using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Waves;

/// <summary>The audit actions of waves.</summary>
public static class WaveActions
{
    /// <summary>Finished a wave.</summary>
    [AuditAction(AuditTargets.Wave, "Finished a wave")]
    public const string Done = "wave.done";

    /// <summary>Paused a wave.</summary>
    [AuditAction(AuditTargets.Wave, "Paused a wave")]
    public const string Paused = "wave.paused";

    /// <summary>Resumed a wave.</summary>
    [AuditAction(AuditTargets.Wave, "Resumed a wave")]
    public const string Resumed = "wave.running";

    /// <summary>Started a wave.</summary>
    [AuditAction(AuditTargets.Wave, "Started a wave")]
    public const string Started = "wave.started";

    /// <summary>Stopped a wave.</summary>
    [AuditAction(AuditTargets.Wave, "Stopped a wave")]
    public const string Stopped = "wave.stopped";
}
