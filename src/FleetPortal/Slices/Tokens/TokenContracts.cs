using FleetPortal.Api;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Tokens;

/// <summary>The body of <c>POST /tokens</c>.</summary>
/// <param name="Name">The name of the token, which the audit shows as the actor.</param>
/// <param name="Role">The role: <c>administrator</c>, <c>operator</c>, <c>support</c> or <c>viewer</c>.</param>
/// <param name="ExpiresInDays">The validity in days; 90 if it is missing.</param>
public sealed record TokenBody(string? Name, [property: OneOf(typeof(Role))] string? Role, int? ExpiresInDays);

/// <summary>An API token. Only the answer of <c>POST</c> contains the secret in <see cref="Token"/>.</summary>
public sealed record TokenAnswer(
    string Id, string Name, Role Role, string? CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt,
    [property: ShownOnce] string? Token = null)
{
    /// <summary>Converts a view of a token.</summary>
    public static TokenAnswer Of(ApiTokenView view, string? secret = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new TokenAnswer(view.Id, view.Name, view.Role, view.CreatedBy, view.CreatedAt, view.ExpiresAt, view.LastUsedAt, secret);
    }
}

/// <summary>The caller of the request. The last four fields are set only for an API token.</summary>
public sealed record MeAnswer(
    [property: OneOf(typeof(ActorKinds))] string Kind,
    string Id, string Name, Role Role, string? CreatedBy, DateTimeOffset? CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);
