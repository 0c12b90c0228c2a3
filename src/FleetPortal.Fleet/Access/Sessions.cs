using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>The data of a successful sign-in, from which a session starts.</summary>
/// <param name="Person">Who signed in. <see cref="Actor.Id"/> is the id within the kind of actor.</param>
/// <param name="Method">One of <see cref="SignInMethod"/>.</param>
/// <param name="RemoteAddress">The address of the browser.</param>
/// <param name="UserAgent">The User-Agent header, cut at 256 characters.</param>
/// <param name="Longest">A shorter absolute limit than that of the settings; null takes the settings.</param>
/// <param name="Replaces">The id of the session that this browser had until now. It ends.</param>
public sealed record SessionStart(
    Actor Person, string Method, string RemoteAddress, string? UserAgent = null, TimeSpan? Longest = null, string? Replaces = null);

/// <summary>
/// Starts, finds and ends the sessions of people. A cookie holds the id of a session; its rights are read from the tables with each
/// request.
/// </summary>
public sealed class Sessions(Registry registry, Standings standings, SessionLimits limits)
{
    /// <summary>The highest number of sessions of one person. When another one starts, the session with the oldest use ends.</summary>
    public const int MaxPerPerson = 20;

    private const int IdOctets = 16;
    private const int MaxUserAgent = 256;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan WriteEvery = TimeSpan.FromMinutes(1);

    /// <summary>Starts a session. Returns the actor with its standing; <see cref="Standing.Id"/> is the id for the cookie.</summary>
    public async Task<Actor> StartAsync(SessionStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        var (person, id) = (start.Person, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdOctets)));
        await registry.WriteAsync(
            scope =>
            {
                Forget(scope);
                if (start.Replaces is { } replaced)
                {
                    SessionRows.End(scope, replaced, "replaced");
                }

                MakeRoom(scope, person);
                var longest = start.Longest is { } own && own < limits.Longest ? own : limits.Longest;
                scope.Db.Set<SessionRecord>().Add(new SessionRecord
                {
                    Id = id,
                    ActorKind = person.Kind,
                    ActorId = person.Identity,
                    ActorName = person.Name,
                    Role = person.Role,
                    Method = start.Method,
                    RemoteAddress = start.RemoteAddress,
                    UserAgent = start.UserAgent is { Length: > MaxUserAgent } text ? text[..MaxUserAgent] : start.UserAgent ?? "",
                    StartedAt = scope.Now,
                    LastSeenAt = scope.Now,
                    ExpiresAt = scope.Now + longest,
                });
                if (person.Kind == ActorKinds.Account && scope.Db.Users.SingleOrDefault(x => x.Id == person.Identity) is { } account)
                {
                    (account.LastSignInAt, account.LastSignInFrom) = (scope.Now, start.RemoteAddress);
                }

                scope.Audit(person, AccessActions.SignedIn, new AuditTarget(AuditTargets.Account, person.Name),
                    new { session = id, method = start.Method, remoteAddress = start.RemoteAddress });
                scope.Emit(FleetEventKind.AccessChanged, null);
            },
            cancellationToken);
        await standings.RefreshAsync(CancellationToken.None);
        return person with { Standing = standings.OfSession(id, person.Role) };
    }

    /// <summary>
    /// Returns the person of a session with the current role. Null if the session was ended, is idle or over, or if its account is disabled
    /// or gone.
    /// </summary>
    /// <param name="id">The id from the cookie.</param>
    /// <param name="isUse">Whether the request is an action of the person. If so, the idle time starts again.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Actor?> FindAsync(string id, bool isUse, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        var now = registry.Time.GetUtcNow();
        SessionRow? row;
        await using (var db = registry.Read())
        {
            row = await SessionRow.Live(db, now).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        }

        var used = standings.LastSeenAt(id);
        if (row is null || limits.IsIdle(row.LastSeenAt > used ? row.LastSeenAt : used, now))
        {
            standings.EndSession(id);
            return null;
        }

        if (isUse && now - row.LastSeenAt >= WriteEvery)
        {
            await registry.WriteAsync(scope => scope.Statements
                .Execute("UPDATE Sessions SET LastSeenAt = $1 WHERE Id = $2 AND EndedAt IS NULL", now, id), cancellationToken);
        }

        return new Actor(row.ActorKind, row.ActorName, row.Role) { Id = row.ActorId, Standing = standings.OfSession(id, row.Role) };
    }

    /// <summary>Ends the session of a person who signs out. Open pages of the session lose their rights at once.</summary>
    public async Task SignOutAsync(Actor person, string remoteAddress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (person.Standing is not { } standing)
        {
            return;
        }

        await registry.WriteAsync(
            scope =>
            {
                if (SessionRows.End(scope, standing.Id, "signed out"))
                {
                    scope.Audit(person, AccessActions.SignedOut,
                        new AuditTarget(AuditTargets.Account, person.Name), new { session = standing.Id, remoteAddress });
                    scope.Emit(FleetEventKind.AccessChanged, null);
                }
            },
            cancellationToken);
        standings.EndSession(standing.Id);
    }

    private static void Forget(WriteScope scope)
    {
        var end = scope.Now - Kept;
        scope.Db.Set<SessionRecord>().Where(x => (x.EndedAt != null && x.EndedAt < end) || x.ExpiresAt < end).ExecuteDelete();
    }

    private static void MakeRoom(WriteScope scope, Actor person)
    {
        var surplus = scope.Db.Set<SessionRecord>()
            .Where(x => x.ActorKind == person.Kind && x.ActorId == person.Identity && x.EndedAt == null && x.ExpiresAt > scope.Now)
            .OrderByDescending(x => x.LastSeenAt).ThenByDescending(x => x.Key).Skip(MaxPerPerson - 1).Select(x => x.Id).ToList();
        foreach (var id in surplus)
        {
            SessionRows.End(scope, id, "too many");
        }
    }
}
