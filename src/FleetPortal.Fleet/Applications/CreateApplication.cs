using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Fleet.Applications;

/// <summary>The data of a new application.</summary>
/// <param name="Name">A name by the rule of ThingNames, which no Thing and no other application has.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Note">What it is for.</param>
/// <param name="Hears">The filters that it may hear (<see cref="TopicRight"/>); null for none.</param>
/// <param name="Publishes">The filters that it may publish; null for none.</param>
/// <param name="MaxConnections">How many connections it may have; null takes <see cref="ApplicationDetails.DefaultConnections"/>.</param>
public sealed record CreateApplicationRequest(string? Name, string? Owner = null, string? Note = null,
    IReadOnlyCollection<string>? Hears = null, IReadOnlyCollection<string>? Publishes = null, int? MaxConnections = null);

/// <summary>Adds an application. It has no right that the request does not name. Needs <see cref="Permission.Administer"/>.</summary>
public sealed class CreateApplication(Registry registry)
{
    /// <summary>Stores the application and returns its name.</summary>
    /// <exception cref="FleetError"><c>application-invalid</c>, <c>application-name-taken</c>, <c>application-name-case-twin</c>,
    /// <c>forbidden</c>.</exception>
    public async Task<string> ExecuteAsync(CreateApplicationRequest request, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        var faults = new List<Fault>();
        if (!ThingName.TryParse(request.Name, out var name))
        {
            faults.Add(new Fault("name",
                "The name of an application has 1 to 128 letters, digits, colons, underscores or hyphens (a-z A-Z 0-9 : _ -)."));
        }

        ApplicationDetails.Check(request.Owner, request.Note, request.MaxConnections, faults);
        var rights = ApplicationRights.Read(name.ToString(), request.Hears, request.Publishes, faults);
        if (faults.Count > 0)
        {
            throw new FleetError(ApplicationErrors.Invalid, faults);
        }

        await registry.WriteAsync(scope => Add(scope, name.ToString(), request, rights, actor), cancellationToken);
        return name.ToString();
    }

    private static void Add(WriteScope scope, string name, CreateApplicationRequest request, ApplicationRights rights, Actor actor)
    {
        if (scope.Db.Set<ThingRecord>().Where(x => x.Name == name).Select(x => new { x.Name, x.Kind, x.RetiredAt })
            .FirstOrDefault() is { } twin)
        {
            throw Taken(name, twin.Name, twin.Kind, twin.RetiredAt is not null);
        }

        var record = new ApplicationRecord
        {
            Principal = new ThingRecord { Name = name, Kind = PrincipalKind.Application, Attributes = "{}", CreatedAt = scope.Now },
            Owner = request.Owner ?? "",
            Note = request.Note ?? "",
            Hears = ApplicationDetails.ToText(rights.Hears),
            Publishes = ApplicationDetails.ToText(rights.Publishes),
            MaxConnections = request.MaxConnections ?? ApplicationDetails.DefaultConnections,
        };
        scope.Db.Set<ApplicationRecord>().Add(record);
        scope.Audit(actor, ApplicationActions.Created, AuditTarget.Application(name),
            new { record.Owner, hears = rights.Hears.Select(right => right.Text),
                publishes = rights.Publishes.Select(right => right.Text), record.MaxConnections });
        scope.Emit(FleetEventKind.ApplicationChanged, name);
    }

    private static FleetError Taken(string wanted, string twin, PrincipalKind kind, bool retired)
    {
        if (twin != wanted)
        {
            return new FleetError(FleetErrorKind.Conflict, ApplicationErrors.NameCaseTwin,
                $"{wanted} differs from {twin} only by case. Choose a name that people can tell apart.");
        }

        var message = (kind, retired) switch
        {
            (PrincipalKind.Thing, false) => $"A Thing is named {wanted}. Things and applications share their names; choose another one.",
            (PrincipalKind.Thing, true) => $"A retired Thing was named {wanted}, and its name stays reserved. Choose another one.",
            (_, true) => $"A deleted application was named {wanted}, and its name stays reserved. Choose another one.",
            _ => $"An application named {wanted} exists already.",
        };
        return new FleetError(FleetErrorKind.Conflict, ApplicationErrors.NameTaken, message);
    }
}
