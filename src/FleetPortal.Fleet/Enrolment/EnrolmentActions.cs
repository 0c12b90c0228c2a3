using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>The audit actions of enrolment tokens.</summary>
public static class EnrolmentActions
{
    /// <summary>The actor cancelled an enrolment token.</summary>
    [AuditAction(AuditTargets.Thing, "Cancelled an enrolment token")]
    public const string TokenCancelled = "enrolment-token.cancelled";

    /// <summary>The actor created an enrolment token.</summary>
    [AuditAction(AuditTargets.Thing, "Created an enrolment token")]
    public const string TokenCreated = "enrolment-token.created";
}
