using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Identity;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>Things connect with their ThingName as the client identifier.</summary>
internal sealed class ClientIdentifiersAreThingNames : IControl
{
    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1.4-c", "1.1.4", "Client identifier is the ThingName",
        "For example, use the same client identifier for the device as the IoT Thing Name.",
        "Counts the Things that are connected or were refused for their client identifier in the last 24 hours, and those of them that "
            + "were not refused.",
        "Thing", "Things", "with another client identifier in a day",
        new Remedy("Show these attempts", $"connections/attempts?outcome=refused&code={RefusalCodes.ClientIdentifierMismatch}"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        var since = context.Now.AddDays(-1);
        var refused = context.Db.Set<AttemptRecord>().Where(x => !x.Allowed && x.At >= since
                && x.Code == RefusalCodes.ClientIdentifierMismatch && x.ThingName != null)
            .GroupBy(x => x.ThingName!).Select(group => new { Name = group.Key, First = group.Min(x => x.FirstAt) })
            .OrderBy(x => x.Name).ToList();
        var names = refused.Select(x => x.Name).ToHashSet(StringComparer.Ordinal);
        names.UnionWith(context.Live.Where(connection => connection.ClientId != connection.ThingName).Select(one => one.ThingName!));
        var all = context.Live.Select(connection => connection.ThingName!).Union(names).Count();
        return new Measurement(all, all - names.Count, new Dictionary<string, object>
        {
            ["liveConnections"] = context.Live.Count,
            ["liveWithOtherClientIdentifier"] = context.Live.Count(connection => connection.ClientId != connection.ThingName),
            ["thingsRefusedInADay"] = refused.Count,
        })
        {
            Offenders = [.. refused.Take(Measurement.MaxOffenders)
                .Select(x => new Offender(x.Name, true, "was refused: its client identifier is not its ThingName", x.First))],
            OffendersAddress = Description.Remedy!.Address,
        };
    }
}
