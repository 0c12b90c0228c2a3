using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>What is written down about a sign-in that succeeded.</summary>
/// <param name="Person">Who signed in. <see cref="Actor.Id"/> says which one of that kind.</param>
/// <param name="Method">One of <see cref="SignInMethod"/>.</param>
/// <param name="RemoteAddress">Where from.</param>
/// <param name="UserAgent">As the browser says it; cut at 256 characters.</param>
/// <param name="Longest">An absolute end sooner than the settings'; null takes theirs.</param>
/// <param name="Replaces">The session that this browser had until now: it ends.</param>
public sealed record SessionStart(
    Actor Person, string Method, string RemoteAddress, string? UserAgent = null, TimeSpan? Longest = null, string? Replaces = null);

/// <summary>The sessions of people. A cookie names one; what it may do is read from the tables with each request.</summary>
public sealed class Sessions(Registry registry, Standings standings, SessionLimits limits)
{
    /// <summary>The most sessions of one person; the one that was not used for the longest ends where another starts.</summary>
    public const int MaxPerPerson = 20;

    private const int IdOctets = 16;
    private const int MaxUserAgent = 256;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan WriteEvery = TimeSpan.FromMinutes(1);

    /// <summary>Starts a session; answers the actor that it stands for. <see cref="Standing.Id"/> is what the cookie names.</summary>
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

                scope.Audit(person, AccessActions.SignedIn, new AuditTarget(AuditTargets.Account, person.Name), new { session = id, method = start.Method, remoteAddress = start.RemoteAddress });
                scope.Emit(FleetEventKind.AccessChanged, null);
            },
            cancellationToken);
        await standings.RefreshAsync(CancellationToken.None);
        return person with { Standing = standings.OfSession(id, person.Role) };
    }

    /// <summary>Who a session stands for now, or null: it was ended, has run out, or its account is disabled or gone.</summary>
    /// <param name="id">As the cookie names it.</param>
    /// <param name="isUse">The person does something: idle time begins anew.</param>
    /// <param name="cancellationToken">Cancels.</param>
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
            await registry.WriteAsync(scope => scope.Statements.Execute("UPDATE Sessions SET LastSeenAt = $1 WHERE Id = $2 AND EndedAt IS NULL", now, id), cancellationToken);
        }

        return new Actor(row.ActorKind, row.ActorName, row.Role) { Id = row.ActorId, Standing = standings.OfSession(id, row.Role) };
    }

    /// <summary>Ends the session of somebody who signs out. Open pages of it lose their rights at once.</summary>
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
                    scope.Audit(person, AccessActions.SignedOut, new AuditTarget(AuditTargets.Account, person.Name), new { session = standing.Id, remoteAddress });
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
        var surplus = scope.Db.Set<SessionRecord>().Where(x => x.ActorKind == person.Kind && x.ActorId == person.Identity && x.EndedAt == null && x.ExpiresAt > scope.Now)
            .OrderByDescending(x => x.LastSeenAt).ThenByDescending(x => x.Key).Skip(MaxPerPerson - 1).Select(x => x.Id).ToList();
        foreach (var id in surplus)
        {
            SessionRows.End(scope, id, "too many");
        }
    }
}
