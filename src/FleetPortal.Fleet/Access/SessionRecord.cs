using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>The session of a person, from the sign-in to its end.</summary>
internal sealed class SessionRecord
{
    public long Key { get; set; }
    public required string Id { get; set; }

    /// <summary>The kind of the person: <c>account</c>, <c>persona</c> or <c>openid</c>.</summary>
    public required string ActorKind { get; set; }

    /// <summary>The id within the kind: the id of the account, the name of the persona, or the provider with its subject.</summary>
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }

    /// <summary>The role at the sign-in. For a local account, the current role of the account applies instead.</summary>
    public Role Role { get; set; }

    /// <summary>How the person signed in: <c>password</c>, <c>passkey</c>, <c>provider</c> …</summary>
    public required string Method { get; set; }
    public required string RemoteAddress { get; set; }
    public required string UserAgent { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When the session ends even if it is in use.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public string? EndReason { get; set; }
}
