using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>An enrolment token that waits to be used, without its secret, which nobody knows but who got it.</summary>
/// <param name="Id">As addresses spell it.</param>
public sealed record OpenEnrolmentToken(long Id, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
