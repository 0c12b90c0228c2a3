using FleetPortal.Api;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Rotations;

namespace FleetPortal.Slices.Rotations;

/// <summary>The API endpoints <c>/things/{name}/rotations</c>.</summary>
internal static class RotationEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var rotations = api.MapGroup("/things/{name}/rotations").WithTags("Rotations")
            .Takes("name", "The ThingName.").Takes("id", "The id of the rotation.");
        rotations.MapPost("",
            async (string name, RotationBody? body, StartRotation start, HttpContext context, CancellationToken cancellationToken) =>
        {
            var started = RotationAnswer.Of(await start.ExecuteAsync(name, body?.GraceMinutes, context.Actor(), cancellationToken));
            return Results.Created($"/api/v1/things/{Uri.EscapeDataString(name)}/rotations/{started.Id}", started);
        }).Describes("startRotation", "Starts the rotation of a Thing's certificate.").AnswersCreated<RotationAnswer>()
            .Refuses(400, RotationErrors.GraceInvalid).Refuses(404, ThingErrors.NotFound).Refuses(409, RotationErrors.Open)
            .Refuses(422, ThingErrors.Disabled, RotationErrors.NoActiveCertificate);
        rotations.MapGet("", async (string name, RotationQueries queries, HttpContext context, CancellationToken cancellationToken) =>
            new ItemsAnswer<RotationAnswer>(
                [.. (await queries.OfThingAsync(name, context.Actor(), cancellationToken)).Select(RotationAnswer.Of)]))
            .Describes("listRotations", "Lists the rotations of a Thing, newest first.").Refuses(404, ThingErrors.NotFound);
        rotations.MapGet("/{id}",
            async (string name, string id, RotationQueries queries, HttpContext context, CancellationToken cancellationToken) =>
            RotationAnswer.Of(await queries.FindAsync(name, id, context.Actor(), cancellationToken)
                ?? throw FleetError.NotFound(RotationErrors.NotFound, id)))
            .Describes("getRotation", "Reads a rotation.").Refuses(404, RotationErrors.NotFound);
        rotations.MapPost("/{id}/commit",
            async (string name, string id, CommitRotation commit, HttpContext context, CancellationToken cancellationToken) =>
            RotationAnswer.Of(await commit.ExecuteAsync(name, id, context.Actor(), cancellationToken)))
            .Describes("commitRotation", "Commits a rotation: revokes the old certificate now.")
            .Refuses(404, RotationErrors.NotFound).Refuses(409, RotationErrors.NotProven, RotationErrors.Ended)
            .Refuses(422, RotationErrors.NewCertificateNotUsable);
        rotations.MapPost("/{id}/rollback",
            async (string name, string id, RollBackRotation rollBack, HttpContext context, CancellationToken cancellationToken) =>
            RotationAnswer.Of(await rollBack.ExecuteAsync(name, id, context.Actor(), cancellationToken)))
            .Describes("rollBackRotation", "Rolls a rotation back: keeps the old certificate and revokes the new one.")
            .Refuses(404, RotationErrors.NotFound).Refuses(409, RotationErrors.Ended).Refuses(422, RevocationErrors.LastCredential);
    }
}
