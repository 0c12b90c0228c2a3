using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>The topics of every Thing tell its type, so that messages can be routed by it.</summary>
internal sealed class ThingsHaveATypeToRouteBy : IControl
{
    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1.4-d", "1.1.4", "Topics tell the type",
        "This will also allow to include any relevant routing information for the device in the topic namespace.",
        "Counts the Things, and those of them that have a type, which is the second level of their topics.",
        "Thing", "Things", "without a type", new Remedy("Open Things", "things?sort=type"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        var (all, bare) = (context.Fleet.Things, context.Fleet.WithoutType);
        return new Measurement(all, all - bare, new Dictionary<string, object>
        {
            ["things"] = all,
            ["withoutType"] = bare,
        })
        {
            Offenders = bare == 0 ? [] : [.. context.Things.Where(thing => thing.Type == null).OrderBy(thing => thing.Name)
                .Take(Measurement.MaxOffenders).Select(thing => new { thing.Name, thing.CreatedAt }).AsEnumerable()
                .Select(thing => new Offender(thing.Name, true, "has no type", thing.CreatedAt))],
            OffendersAddress = "things?sort=type",
        };
    }
}
