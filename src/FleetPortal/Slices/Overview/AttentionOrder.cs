namespace FleetPortal.Slices.Overview;

/// <summary>The order of the entries of the list <i>To do</i>, most urgent first.</summary>
public static class AttentionOrder
{
    /// <summary>Faults of the portal itself.</summary>
    public const int Portal = 10;

    /// <summary>No authority can issue certificates.</summary>
    public const int Issuing = 20;

    /// <summary>Findings that wait for somebody.</summary>
    public const int Findings = 25;

    /// <summary>Things that cannot connect.</summary>
    public const int Access = 30;

    /// <summary>Jobs that are not complete.</summary>
    public const int Jobs = 40;

    /// <summary>Certificates and authorities that expire soon.</summary>
    public const int Expiry = 50;

    /// <summary>Things whose connection was refused.</summary>
    public const int Refusals = 60;

    /// <summary>Records: the audit and API tokens.</summary>
    public const int Records = 70;
}
