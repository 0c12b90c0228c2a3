namespace FleetPortal.Fleet.Kernel;

/// <summary>The object that an audit entry is about.</summary>
/// <param name="Kind">One of <see cref="AuditTargets"/>.</param>
/// <param name="Id">The name or the identifier of the object.</param>
/// <param name="ThingName">The name of the Thing or application in whose activity the entry appears; null for none.</param>
public sealed record AuditTarget(string Kind, string Id, string? ThingName = null)
{
    /// <summary>Returns the target for a Thing.</summary>
    public static AuditTarget Thing(string name) => new(AuditTargets.Thing, name, name);

    /// <summary>Returns the target for an application. Names are unique among Things and applications.</summary>
    public static AuditTarget Application(string name) => new(AuditTargets.Application, name, name);

    /// <summary>Returns the target for a certificate of a Thing or an application.</summary>
    public static AuditTarget Certificate(string id, string thingName) => new(AuditTargets.Certificate, id, thingName);
}
