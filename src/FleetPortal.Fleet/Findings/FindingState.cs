namespace FleetPortal.Fleet.Findings;

/// <summary>The state of a finding. The numbers are stored.</summary>
public enum FindingState
{
    /// <summary>Somebody has to look at it.</summary>
    Open = 0,

    /// <summary>The certificates are on hold or revoked: nobody can use the identity now.</summary>
    Contained = 1,

    /// <summary>It was dealt with.</summary>
    Resolved = 2,

    /// <summary>Somebody accepted the risk until a date.</summary>
    Accepted = 3,
}
