namespace FleetPortal.Fleet.Authorities;

/// <summary>A code with which the owner of an external authority proves possession of its key, once.</summary>
internal sealed class RegistrationCodeRecord
{
    public required string Code { get; set; }
    public required string CreatedBy { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? UsedAt { get; set; }
}
