using System.Text.Json;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Things;

/// <summary>The data of a new Thing.</summary>
public sealed record RegisterThingRequest(
    string? Name, string? Type = null, IReadOnlyList<string>? Groups = null, IReadOnlyDictionary<string, string>? Attributes = null);

/// <summary>Adds a Thing to the registry. Needs <see cref="Permission.ManageThings"/>.</summary>
public sealed class RegisterThing(Registry registry)
{
    /// <summary>Stores the Thing and returns its name.</summary>
    /// <exception cref="FleetError"><c>thing-invalid</c>, <c>thing-name-taken</c>, <c>thing-name-case-twin</c>,
    /// <c>forbidden</c>.</exception>
    public async Task<ThingName> ExecuteAsync(RegisterThingRequest request, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.ManageThings);
        var faults = new List<Fault>();
        if (!ThingName.TryParse(request.Name, out var name))
        {
            faults.Add(new Fault("name", ThingName.Rule));
        }

        ThingDetails.Check(request.Type, request.Groups, request.Attributes, faults);
        if (faults.Count > 0)
        {
            throw new FleetError(ThingErrors.Invalid, faults);
        }

        await registry.WriteAsync(scope => Add(scope, name, request, actor), cancellationToken);
        return name;
    }

    private static void Add(WriteScope scope, ThingName name, RegisterThingRequest request, Actor actor)
    {
        var text = name.ToString();
        if (scope.Db.Set<ThingRecord>().Where(x => x.Name == text).Select(x => new { x.Name, x.Kind, x.RetiredAt })
            .FirstOrDefault() is { } twin)
        {
            throw Taken(text, twin.Name, twin.Kind, twin.RetiredAt is not null);
        }

        scope.Db.Set<ThingRecord>().Add(new ThingRecord
        {
            Name = text,
            Type = request.Type,
            Attributes = JsonSerializer.Serialize(request.Attributes ?? new Dictionary<string, string>()),
            Groups = [.. (request.Groups ?? []).Distinct(StringComparer.Ordinal).Select(group => new ThingGroupRecord { Name = group })],
            CreatedAt = scope.Now,
        });
        if (request.Groups is { Count: > 0 } groups)
        {
            scope.Note<GroupChanges>().Set(text, groups);
        }

        scope.Audit(actor, ThingActions.Registered, AuditTarget.Thing(text), new { request.Type, request.Groups, request.Attributes });
        scope.Emit(FleetEventKind.ThingChanged, text);
    }

    private static FleetError Taken(string wanted, string twin, PrincipalKind kind, bool retired)
    {
        var message = (twin == wanted, kind, retired) switch
        {
            (true, PrincipalKind.Application, _) =>
                $"An application is named {wanted}. Things and applications share their names; choose another one.",
            (true, _, true) => $"{wanted} is retired, and its name stays reserved. An administrator can free the name.",
            (true, _, false) => $"A Thing named {wanted} exists already.",
            _ => $"{wanted} differs from {twin} only by case. Choose a name that people can tell apart.",
        };
        return new FleetError(FleetErrorKind.Conflict, twin == wanted ? ThingErrors.NameTaken : ThingErrors.NameCaseTwin, message);
    }
}
