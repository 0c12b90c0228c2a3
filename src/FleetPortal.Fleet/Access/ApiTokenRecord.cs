using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>An API token. The registry keeps its hash, never its secret.</summary>
internal sealed class ApiTokenRecord
{
    public long Key { get; set; }
    public required string Id { get; set; }
    public required string Name { get; set; }
    public required byte[] Hash { get; set; }
    public Role Role { get; set; }

    /// <summary>Who created it. Null for tokens of earlier versions, which did not store it.</summary>
    public string? CreatedBy { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The end of its validity. Null for tokens of earlier versions that have no end.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; set; }
}
