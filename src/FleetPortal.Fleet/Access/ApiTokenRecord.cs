using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>An API token. The registry keeps its hash.</summary>
internal sealed class ApiTokenRecord
{
    public long Key { get; set; }
    public required string Id { get; set; }
    public required string Name { get; set; }
    public required byte[] Hash { get; set; }
    public Role Role { get; set; }

    /// <summary>Null for tokens of earlier versions, which did not keep it.</summary>
    public string? CreatedBy { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Null for tokens of earlier versions that were made without an end.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; set; }
}
