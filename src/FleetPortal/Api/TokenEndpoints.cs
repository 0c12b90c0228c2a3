using FleetPortal.Fleet;
using FleetPortal.Fleet.Access;

namespace FleetPortal.Api;

/// <summary><c>/tokens</c>.</summary>
internal static class TokenEndpoints
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/tokens", async (TokenBody body, CreateApiToken create, HttpContext context, CancellationToken cancellationToken) =>
        {
            var role = Enum.TryParse<Role>(body.Role, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed)
                ? parsed
                : throw new FleetError("token-invalid", [new Fault("role", "The role is administrator, operator, support or viewer.")]);
            var token = await create.ExecuteAsync(body.Name ?? "", role, body.ExpiresInDays, context.Actor(), cancellationToken);
            return Results.Json(new { name = body.Name, token }, statusCode: StatusCodes.Status201Created);
        }).WithTags("Tokens");
}
