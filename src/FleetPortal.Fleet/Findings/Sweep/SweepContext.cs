using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Findings.Sweep;

/// <summary>What the checks of one sweep read from.</summary>
/// <param name="Db">The tables, read without tracking.</param>
/// <param name="Now">The time of the sweep.</param>
internal sealed record SweepContext(FleetDbContext Db, DateTimeOffset Now)
{
    /// <summary>The number of names that a finding about many Things keeps.</summary>
    public const int MaxExamples = 100;
}
