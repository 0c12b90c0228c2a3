namespace FleetPortal.Fleet.Identity;

/// <summary>How old the CRL of an external authority is, and by when the next one is due.</summary>
internal sealed record PrincipalCrl(DateTimeOffset? ThisUpdate, DateTimeOffset? NextUpdate);
