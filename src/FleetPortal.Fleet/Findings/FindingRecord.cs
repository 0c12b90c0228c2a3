namespace FleetPortal.Fleet.Findings;

/// <summary>A row of the table Findings.</summary>
internal sealed class FindingRecord
{
    /// <summary>The number of the finding: 12 is F-12.</summary>
    public long Key { get; set; }

    /// <summary>The kind in kebab case.</summary>
    public required string Kind { get; set; }

    /// <summary>What the finding is about. One kind has at most one open or contained finding of a subject.</summary>
    public required string Subject { get; set; }

    public FindingSeverity Severity { get; set; }
    public FindingState State { get; set; }

    /// <summary>The Thing or application that it is about; null for many or none.</summary>
    public string? Principal { get; set; }

    /// <summary>The score of the detector, from 0 to 100; 100 for a fact of the registry.</summary>
    public int Score { get; set; }

    /// <summary>The number of events that spoke for it.</summary>
    public long Count { get; set; }

    public DateTimeOffset FirstSeenAt { get; set; }
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When the state changed last.</summary>
    public DateTimeOffset StateChangedAt { get; set; }

    /// <summary>Until when the risk is accepted.</summary>
    public DateTimeOffset? AcceptedUntil { get; set; }

    /// <summary>The account that works on it; null for none.</summary>
    public string? Assignee { get; set; }

    /// <summary>The evidence as JSON: <see cref="FindingEvidence"/>.</summary>
    public required string Evidence { get; set; }

    public long Version { get; set; } = 1;
}
