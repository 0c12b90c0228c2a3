using FleetPortal.Api;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Accounts;

/// <summary>Body of <c>POST /accounts</c>.</summary>
/// <param name="Name">To sign in with.</param>
/// <param name="FullName">As others read it.</param>
public sealed record AccountBody(string? Name, string? FullName, string? Role);

/// <summary>Body of <c>PATCH /accounts/{id}</c>; what is left out stays.</summary>
/// <param name="State"><c>active</c> or <c>disabled</c>.</param>
public sealed record AccountPatch(string? FullName, string? Role, string? State);

/// <summary>Body of <c>POST /accounts/{id}/reset</c>.</summary>
/// <param name="RemoveSecondFactor">For somebody who has lost it: using the link takes it away.</param>
public sealed record ResetBody(bool? RemoveSecondFactor);

/// <summary>A local account. <see cref="InviteUrl"/> and <see cref="ExpiresAt"/> are in the answers of POST and reset only.</summary>
/// <param name="SecondFactor">In words; <c>none</c> where a password is enough.</param>
public sealed record AccountAnswer(
    string Id, string Name, string? FullName, string Role, string State, DateTimeOffset? CreatedAt, string? InvitedBy, DateTimeOffset? LastSignInAt, string SecondFactor, int Sessions,
    string? InviteUrl = null, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>From a view.</summary>
    public static AccountAnswer Of(AccountView view, string? inviteUrl = null, DateTimeOffset? expiresAt = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new AccountAnswer(
            view.Id, view.Name, view.FullName, view.Role.Text(), StateOf(view.State), view.CreatedAt, view.InvitedBy, view.LastSignInAt, view.SecondFactor, view.Sessions, inviteUrl, expiresAt);
    }

    private static string StateOf(AccountState state) => state switch
    {
        AccountState.Active => "active",
        AccountState.Invited => "invited",
        AccountState.InvitationExpired => "invitationExpired",
        _ => "disabled",
    };
}

/// <summary>A person's session.</summary>
public sealed record SessionAnswer(
    string Id, string Kind, string Person, string PersonId, string Role, string Method, string RemoteAddress, string UserAgent, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt)
{
    /// <summary>From a view.</summary>
    public static SessionAnswer Of(SessionView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new SessionAnswer(
            view.Id, view.Kind, view.Person, view.PersonId, view.Role.Text(), view.Method, view.RemoteAddress, view.UserAgent, view.StartedAt, view.LastSeenAt, view.ExpiresAt);
    }
}

/// <summary><c>/accounts</c> and <c>/sessions</c>.</summary>
internal static class AccountEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts.MapGet("", async (AccountQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        {
            var items = await queries.ListAsync(context.Actor(), cancellationToken);
            return new ListAnswer<AccountAnswer>([.. items.Select(view => AccountAnswer.Of(view))], null, items.Count);
        });
        accounts.MapGet("/{id}", async (string id, AccountQueries queries, HttpContext context, CancellationToken cancellationToken) =>
            AccountAnswer.Of(await queries.GetAsync(id, context.Actor(), cancellationToken)));
        accounts.MapPost("", async (AccountBody body, InviteAccount invite, HttpContext context, CancellationToken cancellationToken) =>
        {
            var link = await invite.ExecuteAsync(body.Name, body.FullName, RoleName.Parse(body.Role, "account-invalid"), context.Actor(), cancellationToken);
            return Results.Created($"/api/v1/accounts/{link.Account.Id}", Of(link, context));
        }).Produces<AccountAnswer>(StatusCodes.Status201Created);
        accounts.MapPatch("/{id}", async (string id, AccountPatch body, ChangeAccount change, HttpContext context, CancellationToken cancellationToken) =>
            AccountAnswer.Of(await change.ExecuteAsync(id, ChangeOf(body), context.Actor(), cancellationToken)));
        accounts.MapDelete("/{id}", async (string id, RemoveAccount remove, HttpContext context, CancellationToken cancellationToken) =>
        {
            await remove.ExecuteAsync(id, context.Actor(), cancellationToken);
            return Results.NoContent();
        }).Produces(StatusCodes.Status204NoContent);
        accounts.MapPost("/{id}/reset", async (string id, ResetBody? body, ResetAccount reset, HttpContext context, CancellationToken cancellationToken) =>
            Of(await reset.ExecuteAsync(id, body?.RemoveSecondFactor ?? false, context.Actor(), cancellationToken), context));
        accounts.MapPost("/{id}/unlock", async (string id, UnlockAccount unlock, HttpContext context, CancellationToken cancellationToken) =>
        {
            await unlock.ExecuteAsync(id, context.Actor(), cancellationToken);
            return Results.NoContent();
        }).Produces(StatusCodes.Status204NoContent);
        MapSessions(api.MapGroup("/sessions").WithTags("Accounts"));
    }

    private static void MapSessions(RouteGroupBuilder sessions)
    {
        sessions.MapGet("", async (SessionQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        {
            var items = await queries.ListAsync(context.Actor(), cancellationToken);
            return new ListAnswer<SessionAnswer>([.. items.Select(SessionAnswer.Of)], null, items.Count);
        });
        sessions.MapDelete("", async (string? account, EndSessions end, HttpContext context, CancellationToken cancellationToken) =>
            account is { Length: > 0 }
                ? new { ended = await end.AllOfAsync(ActorKinds.Account, account, context.Actor(), cancellationToken) }
                : throw new FleetError("account-invalid", [new Fault("account", "Say whose sessions are to end: ?account=ID, as GET /accounts answers it.")]));
        sessions.MapDelete("/{id}", async (string id, EndSessions end, HttpContext context, CancellationToken cancellationToken) =>
        {
            await end.OneAsync(id, context.Actor(), cancellationToken);
            return Results.NoContent();
        }).Produces(StatusCodes.Status204NoContent);
    }

    private static AccountAnswer Of(AccountLink link, HttpContext context) =>
        AccountAnswer.Of(link.Account, $"{context.Request.Scheme}://{context.Request.Host}{link.Path}", link.ExpiresAt);

    private static AccountChange ChangeOf(AccountPatch body) => new(
        body.Role is null ? null : RoleName.Parse(body.Role, "account-invalid"),
        body.FullName,
        body.State switch
        {
            null => null,
            "active" => true,
            "disabled" => false,
            _ => throw new FleetError("account-invalid", [new Fault("state", "The state is active or disabled.")]),
        });
}
