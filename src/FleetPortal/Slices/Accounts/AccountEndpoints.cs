using FleetPortal.Api;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Accounts;

/// <summary>The API endpoints <c>/accounts</c> and <c>/sessions</c>.</summary>
internal static class AccountEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts").Takes("id", "The id of the account.");
        accounts.MapGet("", async (AccountQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        {
            var items = await queries.ListAsync(context.Actor(), cancellationToken);
            return new ListAnswer<AccountAnswer>([.. items.Select(view => AccountAnswer.Of(view))], null, items.Count);
        }).Describes("listAccounts", "Lists the local accounts.");
        accounts.MapGet("/{id}", async (string id, AccountQueries queries, HttpContext context, CancellationToken cancellationToken) =>
            AccountAnswer.Of(await queries.GetAsync(id, context.Actor(), cancellationToken)))
            .Describes("getAccount", "Reads an account.").Refuses(404, AccessErrors.AccountNotFound);
        accounts.MapPost("", async (AccountBody body, InviteAccount invite, HttpContext context, CancellationToken cancellationToken) =>
        {
            var link = await invite.ExecuteAsync(body.Name,
                body.FullName, RoleName.Parse(body.Role, AccessErrors.AccountInvalid), context.Actor(), cancellationToken);
            return Results.Created($"/api/v1/accounts/{link.Account.Id}", Of(link, context));
        }).Describes("inviteAccount", "Invites a person: creates an account and a one-time link.")
            .AnswersCreated<AccountAnswer>()
            .Refuses(400, AccessErrors.AccountInvalid).Refuses(409, AccessErrors.AccountNameTaken);
        accounts.MapPatch("/{id}",
            async (string id, AccountPatch body, ChangeAccount change, HttpContext context, CancellationToken cancellationToken) =>
            AccountAnswer.Of(await change.ExecuteAsync(id, ChangeOf(body), context.Actor(), cancellationToken)))
            .Describes("updateAccount", "Changes an account: its full name, its role, or whether it is disabled.")
            .Refuses(400, AccessErrors.AccountInvalid)
                .Refuses(404, AccessErrors.AccountNotFound).Refuses(422, AccessErrors.LastAdministrator);
        accounts.MapDelete("/{id}", async (string id, RemoveAccount remove, HttpContext context, CancellationToken cancellationToken) =>
        {
            await remove.ExecuteAsync(id, context.Actor(), cancellationToken);
            return Results.NoContent();
        }).Describes("deleteAccount", "Deletes an account.")
            .AnswersNothing().Refuses(404, AccessErrors.AccountNotFound).Refuses(422, AccessErrors.LastAdministrator);
        accounts.MapPost("/{id}/reset",
            async (string id, ResetBody? body, ResetAccount reset, HttpContext context, CancellationToken cancellationToken) =>
            Of(await reset.ExecuteAsync(id, body?.RemoveSecondFactor ?? false, context.Actor(), cancellationToken), context))
            .Describes("resetAccount", "Makes a one-time link with which a person sets a new password.")
            .Refuses(404, AccessErrors.AccountNotFound)
            .Refuses(422, AccessErrors.AccountDisabled);
        accounts.MapPost("/{id}/unlock",
            async (string id, UnlockAccount unlock, HttpContext context, CancellationToken cancellationToken) =>
        {
            await unlock.ExecuteAsync(id, context.Actor(), cancellationToken);
            return Results.NoContent();
        }).Describes("unlockAccount", "Ends the lock-out of an account after wrong passwords.")
            .AnswersNothing().Refuses(404, AccessErrors.AccountNotFound);
        MapSessions(api.MapGroup("/sessions").WithTags("Accounts").Takes("id", "The id of the session."));
    }

    private static void MapSessions(RouteGroupBuilder sessions)
    {
        sessions.MapGet("", async (SessionQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        {
            var items = await queries.ListAsync(context.Actor(), cancellationToken);
            return new ListAnswer<SessionAnswer>([.. items.Select(SessionAnswer.Of)], null, items.Count);
        }).Describes("listSessions", "Lists the sessions of people.");
        sessions.MapDelete("", async (string? account, EndSessions end, HttpContext context, CancellationToken cancellationToken) =>
            account is { Length: > 0 }
                ? new EndedSessionsAnswer(await end.AllOfAsync(ActorKinds.Account, account, context.Actor(), cancellationToken))
                : throw new FleetError(AccessErrors.AccountInvalid,
                    [new Fault("account", "Name the account whose sessions should end: ?account=ID, with an id from GET /accounts.")]))
            .Describes("endSessionsOfAccount", "Ends all sessions of an account.")
            .Takes("account", "The id of the account. It is required.").Answers<EndedSessionsAnswer>()
            .Refuses(400, AccessErrors.AccountInvalid).Refuses(404, AccessErrors.AccountNotFound);
        sessions.MapDelete("/{id}", async (string id, EndSessions end, HttpContext context, CancellationToken cancellationToken) =>
        {
            await end.OneAsync(id, context.Actor(), cancellationToken);
            return Results.NoContent();
        }).Describes("endSession", "Ends a session.")
            .AnswersNothing().Refuses(404, AccessErrors.SessionNotFound);
    }

    private static AccountAnswer Of(AccountLink link, HttpContext context) =>
        AccountAnswer.Of(link.Account, $"{context.Request.Scheme}://{context.Request.Host}{link.Path}", link.ExpiresAt);

    private static AccountChange ChangeOf(AccountPatch body) => new(
        body.Role is null ? null : RoleName.Parse(body.Role, AccessErrors.AccountInvalid),
        body.FullName,
        body.State switch
        {
            null => null,
            "active" => true,
            "disabled" => false,
            _ => throw new FleetError(AccessErrors.AccountInvalid, [new Fault("state", "The state must be active or disabled.")]),
        });
}
