namespace FleetPortal.Fleet.Findings;

/// <summary>How bad a finding is. The numbers are stored, and sort it.</summary>
public enum FindingSeverity
{
    /// <summary>It should be tidied up.</summary>
    Low = 0,

    /// <summary>It needs attention soon.</summary>
    Medium = 1,

    /// <summary>An identity is probably misused, or devices will lose access soon.</summary>
    High = 2,

    /// <summary>An identity is misused now.</summary>
    Critical = 3,
}
