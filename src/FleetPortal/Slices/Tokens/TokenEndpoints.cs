using FleetPortal.Api;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Tokens;

/// <summary>Body of <c>POST /tokens</c>.</summary>
/// <param name="ExpiresInDays">How long it lasts; left out, 90 days.</param>
public sealed record TokenBody(string? Name, string? Role, int? ExpiresInDays);

/// <summary>An API token. Its secret is in <see cref="Token"/> in the answer of <c>POST</c> only.</summary>
public sealed record TokenAnswer(string Id, string Name, string Role, string? CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, string? Token = null)
{
    /// <summary>From a view.</summary>
    public static TokenAnswer Of(ApiTokenView view, string? secret = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new TokenAnswer(view.Id, view.Name, view.Role.Text(), view.CreatedBy, view.CreatedAt, view.ExpiresAt, view.LastUsedAt, secret);
    }
}

/// <summary>Who makes this request. The fields of the token are null for others.</summary>
public sealed record MeAnswer(string Kind, string Id, string Name, string Role, string? CreatedBy, DateTimeOffset? CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

/// <summary><c>/tokens</c> and <c>/me</c>.</summary>
internal static class TokenEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var tokens = api.MapGroup("/tokens").WithTags("Tokens");
        tokens.MapGet("", async (ApiTokenQueries queries, HttpContext context, CancellationToken cancellationToken) =>
        {
            var items = await queries.ListAsync(context.Actor(), cancellationToken);
            return new ListAnswer<TokenAnswer>([.. items.Select(view => TokenAnswer.Of(view))], null, items.Count);
        });
        tokens.MapPost("", CreateAsync).Produces<TokenAnswer>(StatusCodes.Status201Created);
        tokens.MapDelete("/{id}", async (string id, RevokeApiToken revoke, HttpContext context, CancellationToken cancellationToken) =>
        {
            await revoke.ExecuteAsync(id, context.Actor(), cancellationToken);
            return Results.NoContent();
        }).Produces(StatusCodes.Status204NoContent);
        api.MapGet("/me", MeAsync).WithTags("Tokens");
    }

    private static async Task<IResult> CreateAsync(TokenBody body, CreateApiToken create, HttpContext context, CancellationToken cancellationToken)
    {
        var created = await create.ExecuteAsync(body.Name ?? "", RoleName.Parse(body.Role, "token-invalid"), body.ExpiresInDays, context.Actor(), cancellationToken);
        return Results.Created($"/api/v1/tokens/{created.Token.Id}", TokenAnswer.Of(created.Token, created.Secret));
    }

    private static async Task<MeAnswer> MeAsync(ApiTokenQueries queries, HttpContext context, CancellationToken cancellationToken)
    {
        var actor = context.Actor();
        var token = await queries.FindOwnAsync(actor, cancellationToken);
        return new MeAnswer(actor.Kind, actor.Identity, actor.Name, actor.CurrentRole.Text(), token?.CreatedBy, token?.CreatedAt, token?.ExpiresAt, token?.LastUsedAt);
    }
}
