using System.Text.Json.Nodes;
using FleetPortal.Fleet.Applications;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Waves;
using FleetPortal.Pki.Text;
using FleetPortal.Slices.Applications;
using FleetPortal.Slices.Authorities;
using FleetPortal.Slices.Certificates;
using FleetPortal.Slices.Revocations;
using FleetPortal.Slices.Rotations;
using FleetPortal.Slices.Things;
using FleetPortal.Slices.Waves;

namespace FleetPortal.Api;

/// <summary>One committed effect of a request, taken from its audit entry.</summary>
/// <param name="Action">The audit action.</param>
/// <param name="TargetKind">The kind of the changed object.</param>
/// <param name="Target">The id of the changed object.</param>
/// <param name="ThingName">The Thing that it belongs to, or null.</param>
/// <param name="At">When it was committed.</param>
public sealed record EffectAnswer(string Action, string TargetKind, string Target, string? ThingName, DateTimeOffset At);

/// <summary>The answer to a repeated request whose first answer was lost and cannot be built again in its own shape.</summary>
/// <param name="State">Always <c>carriedOut</c>.</param>
/// <param name="Effects">What the first request committed.</param>
/// <param name="Note">A sentence for people.</param>
public sealed record CarriedOutAnswer(string State, IReadOnlyList<EffectAnswer> Effects, string Note);

/// <summary>
/// Builds the answer to a repeated request that was committed but whose first answer was not stored, for example because the portal stopped
/// or the disk was full. The answer is built from the committed effects. It has the shape of the first answer if the object still exists.
/// It contains no secrets, no measured times and no numbers of closed sessions.
/// </summary>
public sealed class CommittedAnswers(
    ThingQueries things, CertificateQueries certificates,
    AuthorityQueries authorities, RotationQueries rotations, WaveQueries waves, RevocationBatchQueries batches,
    ApplicationQueries applications, LiveConnections connections)
{
    private static readonly KnownAnswer Unknown = new(null, null, null, null);

    /// <summary>Returns the answer to the effects of the first request.</summary>
    /// <param name="context">The repeated request.</param>
    /// <param name="effects">The effects of the first request, in the order of their commit.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async Task<IResult> OfAsync(HttpContext context, IReadOnlyList<CommittedEffect> effects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(effects);
        return await ObjectAsync(context, effects, context.Actor(), cancellationToken) ?? Results.Ok(new CarriedOutAnswer(
            "carriedOut",
            [.. effects.Select(effect => new EffectAnswer(effect.Action, effect.TargetKind, effect.Target, effect.ThingName, effect.At))],
            "This request was carried out, but its answer was lost. The portal cannot show its secrets again."));
    }

    private async Task<IResult?> ObjectAsync(
        HttpContext context, IReadOnlyList<CommittedEffect> effects, Actor actor, CancellationToken cancellationToken)
    {
        if (context.Request.RouteValues["id"] is string id && CertificateId.TryParse(id, out var changed))
        {
            return await certificates.FindAsync(changed.Value, actor, cancellationToken) is { } view
                ? Results.Ok(StatusOf(view, effects)) : null;
        }

        if (effects.FirstOrDefault(effect => effect.Action == ThingActions.Contained) is not null)
        {
            return Results.Ok(new ContainAnswer("contained",
                0, [.. effects.Where(effect => effect.Action == CertificateActions.Held).Select(effect => effect.Target)], 0, Unknown));
        }

        return effects switch
        {
            [{ Action: CertificateActions.Issued or CertificateActions.Renewed } effect] =>
                await IssuedAsync(effect, actor, cancellationToken),
            [{ Action: CertificateActions.Pinned or CertificateActions.Imported } effect] =>
                await CertificateAsync(effect, actor, cancellationToken) is { } view
                ? Results.Created($"/api/v1/certificates/{view.Id}", CertificateAnswer.Of(view)) : null,
            [{ Action: ThingActions.Registered or ThingActions.Changed, ThingName: { } name } effect] =>
                await ThingAsync(name, effect.Action == ThingActions.Registered, actor, cancellationToken),
            [{ TargetKind: AuditTargets.Application, Action: ApplicationActions.Created or ApplicationActions.Changed } effect] =>
                await applications.FindAsync(effect.Target, actor, cancellationToken) is { } application
                ? Created(effect, ApplicationActions.Created, $"/api/v1/applications/{Uri.EscapeDataString(application.Name)}",
                    ApplicationAnswer.Of(application, connections)) : null,
            [{ Action: RotationActions.Requested, ThingName: { } name } effect] =>
                await RotationAsync(name, effect.Details, actor, cancellationToken),
            [{ TargetKind: AuditTargets.Wave } effect] => await waves.FindAsync(effect.Target, actor, cancellationToken) is { } wave
                ? Created(effect, WaveActions.Started, $"/api/v1/rotation-waves/{wave.Id}", WaveAnswer.Of(wave)) : null,
            [{ TargetKind: AuditTargets.RevocationBatch } effect] =>
                await batches.FindAsync(effect.Target, actor, cancellationToken) is { } batch
                ? effect.Action == RevocationActions.BatchStarted ? Results.Accepted($"/api/v1/jobs/{batch.Id}",
                    RevocationBatchAnswer.Of(batch)) : Results.Ok(RevocationBatchAnswer.Of(batch)) : null,
            [{ Action: AuthorityActions.Created or AuthorityActions.Registered } effect, ..] =>
                await authorities.FindAsync(effect.Target, actor, cancellationToken) is { } authority
                ? Results.Created($"/api/v1/authorities/{authority.Id}", AuthorityAnswer.Of(authority)) : null,
            _ => null,
        };
    }

    private static StatusAnswer StatusOf(CertificateView view, IReadOnlyList<CommittedEffect> effects) => new(
        view.Id.ToString(), view.Status,
        view.Reason, view.Status == CertificateStatus.Revoked ? view.StatusChangedAt : null, 0, false, 0, Unknown,
        [.. effects.Where(effect => effect is { Action: CertificateActions.Revoked, TargetKind: AuditTargets.Certificate }
            && effect.Target != view.Id.ToString()).Select(effect => effect.Target)]);

    private static IResult Created(CommittedEffect effect, string creation, string location, object answer) => effect.Action == creation
        ? Results.Created(location, answer) : Results.Ok(answer);

    private async Task<CertificateView?> CertificateAsync(CommittedEffect effect, Actor actor, CancellationToken cancellationToken) =>
        CertificateId.TryParse(effect.Target, out var id) ? await certificates.FindAsync(id.Value, actor, cancellationToken) : null;

    private async Task<IResult?> IssuedAsync(CommittedEffect effect, Actor actor, CancellationToken cancellationToken)
    {
        if (await CertificateAsync(effect, actor, cancellationToken) is not { AuthorityId: { } authority } view
            || await authorities.FindCertificateAsync(authority, cancellationToken) is not { } chain)
        {
            return null;
        }

        return Results.Created(
            $"/api/v1/certificates/{view.Id}",
            IssuedAnswer.Of(view, Pem.Write(Pem.Certificate, view.Der), Pem.WriteCertificates([chain])));
    }

    private async Task<IResult?> ThingAsync(string name, bool registered, Actor actor, CancellationToken cancellationToken) =>
        await things.FindAsync(name, actor, cancellationToken) is not { } thing ? null
        : registered ? Results.Created($"/api/v1/things/{Uri.EscapeDataString(name)}", ThingAnswer.Of(thing))
            : Results.Ok(ThingAnswer.Of(thing));

    private async Task<IResult?> RotationAsync(string name, string details, Actor actor, CancellationToken cancellationToken) =>
        (string?)JsonNode.Parse(details)?["rotation"] is { } id
            && await rotations.FindAsync(name, id, actor, cancellationToken) is { } rotation
            ? Results.Created($"/api/v1/things/{Uri.EscapeDataString(name)}/rotations/{rotation.Id}", RotationAnswer.Of(rotation)) : null;
}
