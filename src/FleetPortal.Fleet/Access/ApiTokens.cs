using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>Authenticates requests by their API token.</summary>
public sealed class ApiTokens(Registry registry)
{
    private const int MaxLength = 128;
    private static readonly TimeSpan WriteEvery = TimeSpan.FromMinutes(1);

    private static readonly Func<FleetDbContext, byte[], DateTimeOffset, CancellationToken, Task<ApiTokenRecord?>> FindToken =
        EF.CompileAsyncQuery(
        (FleetDbContext db, byte[] hash, DateTimeOffset now, CancellationToken _) => db.Set<ApiTokenRecord>()
            .SingleOrDefault(x => x.Hash == hash && x.RevokedAt == null && (x.ExpiresAt == null || x.ExpiresAt > now)));

    // When the last use of each token was written, so that a busy token does not write with each request. Bounded by the number of valid
    // tokens.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _written = new(StringComparer.Ordinal);

    /// <summary>
    /// Returns the actor of a token, or null if it is unknown, revoked or expired. The look-up uses the hash of the token, so its duration
    /// reveals nothing about the secret.
    /// </summary>
    public async Task<Actor?> AuthenticateAsync(string token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length > MaxLength || !token.StartsWith(CreateApiToken.Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var (hash, now) = (HashOf(token), registry.Time.GetUtcNow());
        ApiTokenRecord? record;
        await using (var db = registry.Read())
        {
            record = await FindToken(db, hash, now, cancellationToken);
        }

        if (record is null)
        {
            return null;
        }

        NoteUse(record, now);
        return new Actor(ActorKinds.Token, record.Name, record.Role) { Id = record.Id };
    }

    /// <summary>Revokes every token with a name, such as the one that the built-in simulator had in its last run.</summary>
    public Task RevokeAsync(string name, CancellationToken cancellationToken) =>
        registry.WriteAsync(scope => { scope.Db.Set<ApiTokenRecord>().Where(x => x.Name == name && x.RevokedAt == null)
            .ExecuteUpdate(set => set.SetProperty(x => x.RevokedAt, scope.Now)); }, cancellationToken);

    internal static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>
    /// Writes the time of the use at most once a minute, and does not wait for the write. A failed or slow write does not affect the
    /// request.
    /// </summary>
    private void NoteUse(ApiTokenRecord record, DateTimeOffset now)
    {
        if (now - _written.GetValueOrDefault(record.Id, record.LastUsedAt ?? default) < WriteEvery)
        {
            return;
        }

        _written[record.Id] = now;
        _ = registry.WriteAsync(scope => scope.Statements.Execute("UPDATE ApiTokens SET LastUsedAt = $1 WHERE Id = $2", now, record.Id),
            CancellationToken.None)
            .ContinueWith(static written => _ = written.Exception,
                CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    internal void Forget(string id) => _written.TryRemove(id, out _);
}
