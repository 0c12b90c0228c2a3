namespace FleetPortal.Fleet.Enrolment;

/// <summary>An unused enrolment token, without its secret, which is not stored.</summary>
/// <param name="Id">The identifier of the token in addresses of the API.</param>
public sealed record OpenEnrolmentToken(long Id, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
