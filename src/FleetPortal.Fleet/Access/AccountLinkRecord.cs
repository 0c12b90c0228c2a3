namespace FleetPortal.Fleet.Access;

/// <summary>A one-time link that lets its holder set the password of an account: an invitation or a reset.</summary>
internal sealed class AccountLinkRecord
{
    public long Key { get; set; }
    public required string AccountId { get; set; }
    public required byte[] Hash { get; set; }
    public required string CreatedBy { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>Using the link also removes the second factor of the account.</summary>
    public bool RemovesSecondFactor { get; set; }
}
