using FleetPortal.Fleet.Access;

namespace FleetPortal.Fleet.Data;

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

/// <summary>A person's session: from a sign-in to its end.</summary>
internal sealed class SessionRecord
{
    public long Key { get; set; }
    public required string Id { get; set; }

    /// <summary><c>account</c>, <c>persona</c> or <c>openid</c>.</summary>
    public required string ActorKind { get; set; }

    /// <summary>Which of them: the account's id, the persona's name, or the provider and its subject.</summary>
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }

    /// <summary>The role at the sign-in. A local account's own role counts where it is lower or higher now.</summary>
    public Role Role { get; set; }

    /// <summary>How the person signed in: <c>password</c>, <c>passkey</c>, <c>provider</c> …</summary>
    public required string Method { get; set; }
    public required string RemoteAddress { get; set; }
    public required string UserAgent { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>The absolute end, however busy the session is.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public string? EndReason { get; set; }
}

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

    /// <summary>Whoever uses it has lost the second factor.</summary>
    public bool RemovesSecondFactor { get; set; }
}

/// <summary>A recovery code that was not used yet. The registry keeps its hash.</summary>
internal sealed class RecoveryCodeRecord
{
    public long Key { get; set; }
    public required string AccountId { get; set; }
    public required byte[] Hash { get; set; }
}
