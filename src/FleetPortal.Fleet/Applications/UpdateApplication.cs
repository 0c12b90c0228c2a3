using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Applications;

/// <summary>The changes to an application. Null leaves a field unchanged.</summary>
/// <param name="Version">The version that the caller has read; null skips this check.</param>
public sealed record UpdateApplicationRequest(string Name, string? Owner = null, string? Note = null,
    IReadOnlyCollection<string>? Hears = null, IReadOnlyCollection<string>? Publishes = null, int? MaxConnections = null,
    bool? Enabled = null, long? Version = null)
{
    /// <summary>Whether the request only disables the application.</summary>
    internal bool OnlyDisables =>
        Enabled == false && Owner is null && Note is null && Hears is null && Publishes is null && MaxConnections is null;
}

/// <summary>
/// Changes an application. If its rights change, its connections are closed, because a policy belongs to one connection. If it only gains
/// rights, they are closed with DISCONNECT 0x98 and their sessions stay; if it loses one or is disabled, with 0x87, and the sessions end
/// (MQTT 5 §3.14.2.1). Needs <see cref="Permission.Administer"/>; <see cref="Permission.Contain"/> is enough to disable it.
/// </summary>
public sealed class UpdateApplication(Registry registry, LiveConnections connections)
{
    /// <summary>Stores the changes and returns the number of closed sessions.</summary>
    /// <exception cref="FleetError"><c>application-invalid</c>, <c>application-not-found</c>, <c>version-mismatch</c>,
    /// <c>forbidden</c>.</exception>
    public async Task<int> ExecuteAsync(UpdateApplicationRequest request, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(request.OnlyDisables ? Permission.Contain : Permission.Administer);
        var faults = new List<Fault>();
        ApplicationDetails.Check(request.Owner, request.Note, request.MaxConnections, faults);
        var rights = ApplicationRights.Read(request.Name, request.Hears, request.Publishes, faults);
        if (faults.Count > 0)
        {
            throw new FleetError(ApplicationErrors.Invalid, faults);
        }

        var closing = await registry.WriteAsync(scope => Change(scope, request, rights, actor), cancellationToken);
        return closing is { } reason ? await connections.ClosePrincipalAsync(request.Name, reason) : 0;
    }

    /// <returns>Why its connections must end; null if they may stay.</returns>
    private static SessionEndReason? Change(WriteScope scope, UpdateApplicationRequest request, ApplicationRights rights, Actor actor)
    {
        var record = ApplicationRows.Find(scope, request.Name, request.Version);
        var principal = record.Principal!;
        var before = ChangedPart(record, request);
        var (hears, publishes) = (ApplicationDetails.ToText(rights.Hears), ApplicationDetails.ToText(rights.Publishes));
        var lost = request.Enabled == false && principal.Enabled;
        var changed = lost;
        foreach (var (asked, after, stored) in new[]
            { (request.Hears, hears, record.Hears), (request.Publishes, publishes, record.Publishes) })
        {
            changed |= asked is not null && after != stored;
            lost |= asked is not null && ApplicationDetails.ToFilters(stored).Except(ApplicationDetails.ToFilters(after)).Any();
        }

        record.Owner = request.Owner ?? record.Owner;
        record.Note = request.Note ?? record.Note;
        record.Hears = request.Hears is null ? record.Hears : hears;
        record.Publishes = request.Publishes is null ? record.Publishes : publishes;
        record.MaxConnections = request.MaxConnections ?? record.MaxConnections;
        principal.Enabled = request.Enabled ?? principal.Enabled;
        principal.Version++;
        scope.Audit(actor, ApplicationActions.Changed, AuditTarget.Application(principal.Name),
            new { before, after = ChangedPart(record, request) });
        scope.Emit(FleetEventKind.ApplicationChanged, principal.Name);
        return lost ? SessionEndReason.RightsWithdrawn : changed ? SessionEndReason.AdministrativeAction : null;
    }

    /// <summary>Returns the current values of the fields that the request changes.</summary>
    private static Dictionary<string, object?> ChangedPart(ApplicationRecord record, UpdateApplicationRequest request)
    {
        var rights = ApplicationDetails.Rights(record.Principal!.Name, record.Hears, record.Publishes);
        var fields = new (string Name, bool Changes, object? Value)[]
        {
            ("owner", request.Owner is not null, record.Owner),
            ("note", request.Note is not null, record.Note),
            ("hears", request.Hears is not null, rights.Hears.Select(right => right.Text).ToList()),
            ("publishes", request.Publishes is not null, rights.Publishes.Select(right => right.Text).ToList()),
            ("maxConnections", request.MaxConnections is not null, record.MaxConnections),
            ("enabled", request.Enabled is not null, record.Principal.Enabled),
        };
        return fields.Where(field => field.Changes).ToDictionary(field => field.Name, field => field.Value);
    }
}
