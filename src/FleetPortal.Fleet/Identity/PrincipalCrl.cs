namespace FleetPortal.Fleet.Identity;

/// <summary>The times of the CRL of an external authority.</summary>
internal sealed record PrincipalCrl(DateTimeOffset? ThisUpdate, DateTimeOffset? NextUpdate);
