namespace FleetPortal.Fleet.Findings.Sweep;

/// <summary>
/// One question about the registry that is asked again and again. The answer is the whole truth of its kind: a finding that is not in it
/// any more is resolved.
/// </summary>
internal interface ISweepCheck
{
    /// <summary>The kind of its findings.</summary>
    string Kind { get; }

    /// <summary>Returns what is wrong now; an empty list if nothing is.</summary>
    Task<IReadOnlyList<SweepResult>> RunAsync(SweepContext context, CancellationToken cancellationToken);
}
