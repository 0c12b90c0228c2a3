using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

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
