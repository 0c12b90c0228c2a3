namespace FleetPortal.Fleet.Findings;

/// <summary>The kinds of lines in the history of a finding.</summary>
public static class FindingEntries
{
    /// <summary>The finding was opened.</summary>
    public const string Opened = "opened";

    /// <summary>More speaks for the finding: its score or its severity rose.</summary>
    public const string Raised = "raised";

    /// <summary>The identity cannot be used any more.</summary>
    public const string Contained = "contained";

    /// <summary>The containment was ended.</summary>
    public const string Released = "released";

    /// <summary>Somebody dealt with it.</summary>
    public const string Resolved = "resolved";

    /// <summary>Somebody accepted the risk.</summary>
    public const string Accepted = "accepted";

    /// <summary>Somebody opened it again.</summary>
    public const string Reopened = "reopened";

    /// <summary>Somebody else works on it.</summary>
    public const string Assigned = "assigned";

    /// <summary>Somebody wrote a comment.</summary>
    public const string Comment = "comment";
}
