namespace FleetPortal.Fleet.Kernel;

/// <summary>What an audit entry is about.</summary>
/// <param name="Kind">One of <see cref="AuditTargets"/>.</param>
/// <param name="Id">Its name or identifier.</param>
/// <param name="ThingName">The Thing whose activity it belongs to, or null.</param>
public sealed record AuditTarget(string Kind, string Id, string? ThingName = null)
{
    /// <summary>A Thing.</summary>
    public static AuditTarget Thing(string name) => new(AuditTargets.Thing, name, name);

    /// <summary>A certificate of a Thing.</summary>
    public static AuditTarget Certificate(string id, string thingName) => new(AuditTargets.Certificate, id, thingName);
}
