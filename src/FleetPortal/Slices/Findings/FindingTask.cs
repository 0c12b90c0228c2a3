namespace FleetPortal.Slices.Findings;

/// <summary>What the dialog of a finding does.</summary>
public enum FindingTask
{
    /// <summary>Mark it as dealt with.</summary>
    Resolve,

    /// <summary>Accept the risk until a date.</summary>
    Accept,

    /// <summary>Write a comment into the history.</summary>
    Comment,

    /// <summary>Give it to somebody.</summary>
    Assign,
}
