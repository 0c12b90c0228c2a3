namespace FleetPortal.Fleet.Findings;

/// <summary>A row of the table FindingEntries: one line of the history of a finding.</summary>
internal sealed class FindingEntryRecord
{
    public long Key { get; set; }
    public long FindingKey { get; set; }
    public DateTimeOffset At { get; set; }

    /// <summary>One of <see cref="FindingEntries"/>.</summary>
    public required string Kind { get; set; }

    /// <summary>The name of the actor; null for the portal itself.</summary>
    public string? Actor { get; set; }

    /// <summary>A comment, or what happened in words; null if the kind says all.</summary>
    public string? Text { get; set; }
}
