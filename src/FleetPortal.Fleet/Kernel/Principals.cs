namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// Reads the two kinds of principals, which share the table Things. A query about a certificate, a key or a name uses the whole table.
/// </summary>
internal static class Principals
{
    /// <summary>Selects the Things, retired ones too.</summary>
    public static IQueryable<ThingRecord> Things(this FleetDbContext db) =>
        db.Set<ThingRecord>().Where(x => x.Kind == PrincipalKind.Thing);

    /// <summary>Selects the principals of applications, deleted ones too.</summary>
    public static IQueryable<ThingRecord> Applications(this FleetDbContext db) =>
        db.Set<ThingRecord>().Where(x => x.Kind == PrincipalKind.Application);
}
