using System.Collections.Concurrent;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>
/// The current rights of every session that has made a request, and of every API token with an open stream. The tables are authoritative: a
/// use case that changes them calls <see cref="RefreshAsync"/> before it returns, and the upkeep calls it every second because the command
/// line may have changed them. Bounded by the number of open sessions and valid tokens.
/// </summary>
public sealed class Standings(Registry registry, SessionLimits limits)
{
    private static readonly TimeSpan WriteEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Standing> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TokenWatch> _tokens = new(StringComparer.Ordinal);

    /// <summary>Returns the standing of a session that is open according to the tables, and updates its role.</summary>
    internal Standing OfSession(string id, Role role)
    {
        var standing = _sessions.GetOrAdd(id, _ => new Standing(id, role));
        standing.Change(role);
        return standing;
    }

    /// <summary>When the owner of the session last did something on an open page; the default if nothing is known.</summary>
    internal DateTimeOffset LastSeenAt(string id) => _sessions.TryGetValue(id, out var standing) ? standing.LastSeenAt : default;

    /// <summary>Ends the standing of a session: its open pages lose their rights.</summary>
    internal void EndSession(string id)
    {
        if (_sessions.TryRemove(id, out var standing))
        {
            standing.End();
        }
    }

    /// <summary>Follows an API token while one of its streams is open. Dispose the result when the stream ends.</summary>
    public TokenWatch WatchToken(string id)
    {
        lock (_tokens)
        {
            var watch = _tokens.GetOrAdd(id, _ => new TokenWatch(this, id));
            watch.Count++;
            return watch;
        }
    }

    private void Leave(TokenWatch watch)
    {
        lock (_tokens)
        {
            if (--watch.Count == 0)
            {
                _tokens.TryRemove(KeyValuePair.Create(watch.Id, watch));
                watch.Close();
            }
        }
    }

    /// <summary>
    /// Ends the standings of sessions and tokens that have ended in the tables, updates roles, and writes when open pages were last used.
    /// </summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await RefreshSessionsAsync(cancellationToken);
        await RefreshTokensAsync(cancellationToken);
    }

    private async Task RefreshSessionsAsync(CancellationToken cancellationToken)
    {
        if (_sessions.IsEmpty)
        {
            return;
        }

        var now = registry.Time.GetUtcNow();
        Dictionary<string, SessionRow> rows;
        await using (var db = registry.Read())
        {
            rows = await SessionRow.Live(db, now).ToDictionaryAsync(row => row.Id, cancellationToken);
        }

        var seen = new List<(string Id, DateTimeOffset At)>();
        foreach (var (id, standing) in _sessions)
        {
            if (!rows.TryGetValue(id, out var row) || limits.IsIdle(Later(row.LastSeenAt, standing.LastSeenAt), now))
            {
                EndSession(id);
                continue;
            }

            standing.Change(row.Role);
            if (standing.LastSeenAt - row.LastSeenAt > WriteEvery)
            {
                seen.Add((id, standing.LastSeenAt));
            }
        }

        if (seen.Count > 0)
        {
            await registry.WriteAsync(scope => seen.ForEach(one =>
                scope.Statements.Execute("UPDATE Sessions SET LastSeenAt = $1 WHERE Id = $2", one.At, one.Id)), cancellationToken);
        }
    }

    private async Task RefreshTokensAsync(CancellationToken cancellationToken)
    {
        if (_tokens.IsEmpty)
        {
            return;
        }

        var (ids, now) = (_tokens.Keys.ToList(), registry.Time.GetUtcNow());
        await using var db = registry.Read();
        var good = await db.Set<ApiTokenRecord>().Where(x => ids.Contains(x.Id)
            && x.RevokedAt == null && (x.ExpiresAt == null || x.ExpiresAt > now)).Select(x => x.Id).ToListAsync(cancellationToken);
        foreach (var id in ids.Except(good, StringComparer.Ordinal))
        {
            lock (_tokens)
            {
                if (_tokens.TryGetValue(id, out var watch))
                {
                    watch.End();
                }
            }
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>Follows one API token for all of its open streams.</summary>
    public sealed class TokenWatch : IDisposable
    {
        private readonly Standings _standings;
        private readonly CancellationTokenSource _end = new();

        internal TokenWatch(Standings standings, string id)
        {
            (_standings, Id) = (standings, id);
            Ended = _end.Token;
        }

        /// <summary>The id of the token.</summary>
        public string Id { get; }

        /// <summary>Cancelled when the token is revoked or has expired.</summary>
        public CancellationToken Ended { get; }

        internal int Count { get; set; }

        /// <summary>Tells that one stream has ended.</summary>
        public void Dispose() => _standings.Leave(this);

        internal void Close() => _end.Dispose();

        internal void End() => _ = _end.CancelAsync();
    }
}
