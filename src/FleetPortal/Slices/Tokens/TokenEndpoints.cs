using FleetPortal.Api;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Tokens;

/// <summary>The API endpoints <c>/tokens</c> and <c>/me</c>.</summary>
internal static class TokenEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var tokens = api.MapGroup("/tokens").WithTags("Tokens").Takes("id", "The id of the token.");
        tokens.MapGet("", async (ApiTokenQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        {
            var items = await queries.ListAsync(context.Actor(), cancellationToken);
            return new ListAnswer<TokenAnswer>([.. items.Select(view => TokenAnswer.Of(view))], null, items.Count);
        }).Describes("listTokens", "Lists the API tokens, without their secrets.");
        tokens.MapPost("", CreateAsync).Describes("createToken", "Creates an API token. Only this answer has its secret.")
            .AnswersCreated<TokenAnswer>()
            .Refuses(400, AccessErrors.TokenInvalid).Refuses(403, AccessErrors.TokenOutranks);
        tokens.MapDelete("/{id}", async (string id, RevokeApiToken revoke, HttpContext context, CancellationToken cancellationToken) =>
        {
            await revoke.ExecuteAsync(id, context.Actor(), cancellationToken);
            return Results.NoContent();
        }).Describes("revokeToken", "Revokes an API token.").AnswersNothing().Refuses(404, AccessErrors.TokenNotFound);
        api.MapGet("/me", MeAsync).WithTags("Tokens").Describes("getMe", "Returns the caller of this request.");
    }

    private static async Task<IResult> CreateAsync(
        TokenBody body, CreateApiToken create, HttpContext context, CancellationToken cancellationToken)
    {
        var created = await create.ExecuteAsync(body.Name ?? "",
            RoleName.Parse(body.Role, AccessErrors.TokenInvalid), body.ExpiresInDays, context.Actor(), cancellationToken);
        return Results.Created($"/api/v1/tokens/{created.Token.Id}", TokenAnswer.Of(created.Token, created.Secret));
    }

    private static async Task<MeAnswer> MeAsync(ApiTokenQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        var actor = context.Actor();
        var token = await queries.FindOwnAsync(actor, cancellationToken);
        return new MeAnswer(actor.Kind,
            actor.Identity, actor.Name, actor.CurrentRole, token?.CreatedBy, token?.CreatedAt, token?.ExpiresAt, token?.LastUsedAt);
    }
}
