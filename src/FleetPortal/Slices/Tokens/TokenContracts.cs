using FleetPortal.Api;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Tokens;

/// <summary>Body of <c>POST /tokens</c>.</summary>
/// <param name="ExpiresInDays">How long it lasts; left out, 90 days.</param>
public sealed record TokenBody(string? Name, string? Role, int? ExpiresInDays);

/// <summary>An API token. Its secret is in <see cref="Token"/> in the answer of <c>POST</c> only.</summary>
public sealed record TokenAnswer(
    string Id, string Name, string Role, string? CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt,
    [property: ShownOnce] string? Token = null)
{
    /// <summary>From a view.</summary>
    public static TokenAnswer Of(ApiTokenView view, string? secret = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new TokenAnswer(view.Id, view.Name, view.Role.ToWire(), view.CreatedBy, view.CreatedAt, view.ExpiresAt, view.LastUsedAt, secret);
    }
}

/// <summary>Who makes this request. The fields of the token are null for others.</summary>
public sealed record MeAnswer(
    string Kind, string Id, string Name, string Role, string? CreatedBy, DateTimeOffset? CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);
