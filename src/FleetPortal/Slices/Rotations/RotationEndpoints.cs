using FleetPortal.Api;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;

namespace FleetPortal.Slices.Rotations;

/// <summary><c>/things/{name}/rotations</c>.</summary>
internal static class RotationEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var rotations = api.MapGroup("/things/{name}/rotations").WithTags("Rotations");
        rotations.MapPost("", async (string name, RotationBody? body, StartRotation start, HttpContext context, CancellationToken cancellationToken) =>
        {
            var started = RotationAnswer.Of(await start.ExecuteAsync(name, body?.GraceMinutes, context.Actor(), cancellationToken));
            return Results.Created($"/api/v1/things/{Uri.EscapeDataString(name)}/rotations/{started.Id}", started);
        }).Produces<RotationAnswer>(StatusCodes.Status201Created);
        rotations.MapGet("", async (string name, RotationQueries queries, HttpContext context, CancellationToken cancellationToken) =>
            new { items = (await queries.OfThingAsync(name, context.Actor(), cancellationToken)).Select(RotationAnswer.Of) });
        rotations.MapGet("/{id}", async (string name, string id, RotationQueries queries, HttpContext context, CancellationToken cancellationToken) =>
            RotationAnswer.Of(await queries.FindAsync(name, id, context.Actor(), cancellationToken) ?? throw FleetError.NotFound("rotation", id)));
        rotations.MapPost("/{id}/commit", async (string name, string id, CommitRotation commit, HttpContext context, CancellationToken cancellationToken) =>
            RotationAnswer.Of(await commit.ExecuteAsync(name, id, context.Actor(), cancellationToken)));
        rotations.MapPost("/{id}/rollback", async (string name, string id, RollBackRotation rollBack, HttpContext context, CancellationToken cancellationToken) =>
            RotationAnswer.Of(await rollBack.ExecuteAsync(name, id, context.Actor(), cancellationToken)));
    }
}

/// <summary>Body of <c>POST /things/{name}/rotations</c>.</summary>
public sealed record RotationBody(int? GraceMinutes);

/// <summary>A rotation.</summary>
public sealed record RotationAnswer(
    string Id, string ThingName, string State, string OldCertificate, string? NewCertificate, DateTimeOffset RequestedAt, string RequestedBy,
    DateTimeOffset? IssuedAt, DateTimeOffset? ProvenAt, DateTimeOffset? CommitDueAt, DateTimeOffset? EndedAt, double GraceMinutes)
{
    /// <summary>From a view.</summary>
    public static RotationAnswer Of(RotationView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var state = view.State.ToString();
        return new RotationAnswer(
            view.Id, view.ThingName, char.ToLowerInvariant(state[0]) + state[1..], view.OldCertificate.ToString(), view.NewCertificate?.ToString(), view.RequestedAt, view.RequestedBy,
            view.IssuedAt, view.ProvenAt, view.CommitDueAt, view.EndedAt, view.Grace.TotalMinutes);
    }
}
