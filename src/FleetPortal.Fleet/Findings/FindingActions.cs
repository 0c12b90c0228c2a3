using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Findings;

/// <summary>The audit actions of findings.</summary>
public static class FindingActions
{
    /// <summary>The detector or a sweep opened a finding.</summary>
    [AuditAction(AuditTargets.Finding, "Opened a finding")]
    public const string Opened = "finding.opened";

    /// <summary>The Things of a finding were contained.</summary>
    [AuditAction(AuditTargets.Finding, "Contained a finding")]
    public const string Contained = "finding.contained";

    /// <summary>A finding was resolved.</summary>
    [AuditAction(AuditTargets.Finding, "Resolved a finding")]
    public const string Resolved = "finding.resolved";

    /// <summary>The risk of a finding was accepted until a date.</summary>
    [AuditAction(AuditTargets.Finding, "Accepted a finding")]
    public const string Accepted = "finding.accepted";

    /// <summary>A finding was opened again.</summary>
    [AuditAction(AuditTargets.Finding, "Opened a finding again")]
    public const string Reopened = "finding.reopened";

    /// <summary>A finding was given to somebody.</summary>
    [AuditAction(AuditTargets.Finding, "Assigned a finding")]
    public const string Assigned = "finding.assigned";

    /// <summary>A comment was written.</summary>
    [AuditAction(AuditTargets.Finding, "Commented on a finding")]
    public const string Commented = "finding.commented";
}
