namespace FleetPortal.Fleet.Detection;

/// <summary>When the detector speaks of a finding. The settings <c>Findings:…</c> set these limits.</summary>
public sealed record DetectionLimits
{
    /// <summary>The limits that apply without a setting.</summary>
    public static DetectionLimits Default { get; } = new();

    /// <summary>The score from which on a suspicion becomes a finding, from 1 to 100.</summary>
    public int Threshold { get; init; } = 60;

    /// <summary>The time over which takeovers, addresses and client identifiers are counted.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The number of networks within <see cref="Window"/> from which on one device cannot have moved that fast.</summary>
    public int Networks { get; init; } = 4;

    /// <summary>The number of refused attempts within <see cref="RefusedWindow"/> that make a finding.</summary>
    public int RefusedAttempts { get; init; } = 20;

    /// <summary>The time over which refused attempts are counted.</summary>
    public TimeSpan RefusedWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long after the end of a rotation its old certificate may still be tried.</summary>
    public TimeSpan RotationGrace { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The number of principals that the detector remembers. Beyond it, the one that was quiet longest is forgotten.</summary>
    public int Principals { get; init; } = 50_000;
}
