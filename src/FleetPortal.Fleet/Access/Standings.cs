using System.Collections.Concurrent;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>
/// The standing of every session that has made a request, and of every API token that has a stream open. The tables are the truth: a
/// use case that changes one calls <see cref="RefreshAsync"/> before it answers, and a timer calls it each second for what the command
/// line has changed. Bounded by the sessions and tokens that count.
/// </summary>
public sealed class Standings(Registry registry, SessionLimits limits)
{
    private static readonly TimeSpan WriteEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Standing> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TokenWatch> _tokens = new(StringComparer.Ordinal);

    /// <summary>The standing of a session that the tables say counts.</summary>
    internal Standing OfSession(string id, Role role)
    {
        var standing = _sessions.GetOrAdd(id, _ => new Standing(id, role));
        standing.Change(role);
        return standing;
    }

    /// <summary>When the owner of an open page last did something, if that is known here.</summary>
    internal DateTimeOffset LastSeenAt(string id) => _sessions.TryGetValue(id, out var standing) ? standing.LastSeenAt : default;

    internal void EndSession(string id)
    {
        if (_sessions.TryRemove(id, out var standing))
        {
            standing.End();
        }
    }

    /// <summary>Follows an API token while a stream of it is open; dispose it when the stream ends.</summary>
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

    /// <summary>Ends what has ended in the tables, changes roles, and writes down when open pages were last used.</summary>
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
            await registry.WriteAsync(scope => seen.ForEach(one => scope.Statements.Execute("UPDATE Sessions SET LastSeenAt = $1 WHERE Id = $2", one.At, one.Id)), cancellationToken);
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
        var good = await db.Set<ApiTokenRecord>().Where(x => ids.Contains(x.Id) && x.RevokedAt == null && (x.ExpiresAt == null || x.ExpiresAt > now)).Select(x => x.Id).ToListAsync(cancellationToken);
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

    /// <summary>The streams of one API token.</summary>
    public sealed class TokenWatch : IDisposable
    {
        private readonly Standings _standings;
        private readonly CancellationTokenSource _end = new();

        internal TokenWatch(Standings standings, string id)
        {
            (_standings, Id) = (standings, id);
            Ended = _end.Token;
        }

        /// <summary>Of which token.</summary>
        public string Id { get; }

        /// <summary>Cancelled when the token is revoked or has expired.</summary>
        public CancellationToken Ended { get; }

        internal int Count { get; set; }

        /// <summary>The stream has ended.</summary>
        public void Dispose() => _standings.Leave(this);

        internal void Close() => _end.Dispose();

        internal void End() => _ = _end.CancelAsync();
    }
}
