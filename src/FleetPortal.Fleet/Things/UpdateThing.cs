using System.Text.Json;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Things;

/// <summary>The changes to a Thing. Null leaves a field unchanged.</summary>
/// <param name="Type">The new type; an empty text removes the type.</param>
/// <param name="RollingProof">Whether the Thing takes part in the rolling proof, whatever its type.</param>
/// <param name="Version">The version that the caller has read; null skips this check.</param>
public sealed record UpdateThingRequest(string Name, string? Type = null, IReadOnlyList<string>? Groups = null,
    IReadOnlyDictionary<string, string>? Attributes = null, bool? Enabled = null, long? Version = null,
    bool? RollingProof = null);

/// <summary>
/// Changes a Thing. If its type or its enabled state changes, its rights change too and its session is closed with DISCONNECT 0x87. Needs
/// <see cref="Permission.ManageThings"/>.
/// </summary>
public sealed class UpdateThing(Registry registry, LiveConnections connections)
{
    /// <summary>Stores the changes and returns the number of closed sessions.</summary>
    /// <exception cref="FleetError"><c>thing-invalid</c>, <c>thing-not-found</c>, <c>version-mismatch</c>, <c>forbidden</c>.</exception>
    public async Task<int> ExecuteAsync(UpdateThingRequest request, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.ManageThings);
        var faults = new List<Fault>();
        ThingDetails.Check(request.Type is { Length: > 0 } type ? type : null, request.Groups, request.Attributes, faults);
        if (faults.Count > 0)
        {
            throw new FleetError(ThingErrors.Invalid, faults);
        }

        var (name, rightsChanged) = await registry.WriteAsync(scope => Change(scope, request, actor), cancellationToken);
        return rightsChanged ? await connections.ClosePrincipalAsync(name, SessionEndReason.RightsWithdrawn) : 0;
    }

    /// <summary>Throws if the caller has read an older version.</summary>
    /// <exception cref="FleetError"><c>version-mismatch</c>.</exception>
    internal static void RequireVersion(ThingRecord thing, long? version)
    {
        if (version is { } read && read != thing.Version)
        {
            throw new FleetError(FleetErrorKind.VersionMismatch, CommonErrors.VersionMismatch,
                $"{thing.Name} has changed since you read it (version {thing.Version}, not {read}). Read it again.");
        }
    }

    private static (string Name, bool RightsChanged) Change(WriteScope scope, UpdateThingRequest request, Actor actor)
    {
        var thing = scope.Db.Things().Include(x => x.Groups).SingleOrDefault(x => x.Name == request.Name && x.RetiredAt == null)
            ?? throw FleetError.NotFound(ThingErrors.NotFound, request.Name);
        RequireVersion(thing, request.Version);
        var before = ChangedPart(thing, request);
        var rightsChanged = (request.Type is not null && request.Type != (thing.Type ?? ""))
            || (request.Enabled is { } enabled && enabled != thing.Enabled);
        thing.Type = request.Type is null ? thing.Type : request.Type.Length == 0 ? null : request.Type;
        thing.Enabled = request.Enabled ?? thing.Enabled;
        thing.RollingProof = request.RollingProof ?? thing.RollingProof;
        thing.Attributes = request.Attributes is null ? thing.Attributes : JsonSerializer.Serialize(request.Attributes);
        if (request.Groups is not null)
        {
            scope.Note<GroupChanges>().Set(thing.Name, request.Groups);
            thing.Groups.RemoveAll(group => !request.Groups.Contains(group.Name));
            thing.Groups.AddRange(request.Groups.Distinct(StringComparer.Ordinal)
                .Except(thing.Groups.Select(group => group.Name)).Select(group => new ThingGroupRecord { Name = group }).ToList());
        }

        thing.Version++;
        scope.Audit(actor, ThingActions.Changed, AuditTarget.Thing(thing.Name),
            new
            {
                request.Type, request.Groups, request.Attributes, request.Enabled, request.RollingProof, before,
                after = ChangedPart(thing, request),
            });
        scope.Emit(FleetEventKind.ThingChanged, thing.Name);
        return (thing.Name, rightsChanged);
    }

    /// <summary>Returns the current values of the fields that the request changes.</summary>
    private static Dictionary<string, object?> ChangedPart(ThingRecord thing, UpdateThingRequest request)
    {
        Dictionary<string, object?> values = [];
        if (request.Type is not null)
        {
            values["type"] = thing.Type ?? "";
        }

        if (request.Groups is not null)
        {
            values["groups"] = thing.Groups.Select(group => group.Name).Order(StringComparer.Ordinal).ToList();
        }

        if (request.Attributes is not null)
        {
            values["attributes"] = JsonSerializer.Deserialize<Dictionary<string, string>>(thing.Attributes);
        }

        if (request.Enabled is not null)
        {
            values["enabled"] = thing.Enabled;
        }

        if (request.RollingProof is not null)
        {
            values["rollingProof"] = thing.RollingProof;
        }

        return values;
    }
}
