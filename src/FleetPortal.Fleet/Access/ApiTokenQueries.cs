using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>An API token as lists show it, without its secret.</summary>
/// <param name="CreatedBy">Null for tokens of earlier versions.</param>
/// <param name="ExpiresAt">Null for tokens of earlier versions that have no end.</param>
/// <param name="LastUsedAt">The last use, accurate to about a minute; null if the token was never used.</param>
public sealed record ApiTokenView(
    string Id, string Name, Role Role, string? CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt)
{
    internal static ApiTokenView Of(ApiTokenRecord record) =>
        new(record.Id, record.Name, record.Role, record.CreatedBy, record.CreatedAt, record.ExpiresAt, record.LastUsedAt);
}

/// <summary>Reads API tokens. Secrets are not stored, so they cannot be read.</summary>
public sealed class ApiTokenQueries(Registry registry)
{
    /// <summary>
    /// All tokens that are neither revoked nor expired, in the order of their end; tokens without an end come first. Needs the right
    /// <see cref="Permission.Administer"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<ApiTokenView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        var now = registry.Time.GetUtcNow();
        await using var db = registry.Read();
        var records = await db.Set<ApiTokenRecord>().Where(x => x.RevokedAt == null && (x.ExpiresAt == null || x.ExpiresAt > now))
            .OrderBy(x => x.ExpiresAt).ThenBy(x => x.Key).ToListAsync(cancellationToken);
        return [.. records.Select(ApiTokenView.Of)];
    }

    /// <summary>The token that makes this request, for <c>/me</c>; null if the actor is not a token. Needs no right.</summary>
    public async Task<ApiTokenView?> FindOwnAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await using var db = registry.Read();
        return actor.Kind == ActorKinds.Token && await db.Set<ApiTokenRecord>()
            .SingleOrDefaultAsync(x => x.Id == actor.Id, cancellationToken) is { } record ? ApiTokenView.Of(record) : null;
    }
}
