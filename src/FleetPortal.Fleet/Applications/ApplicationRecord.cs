using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Applications;

/// <summary>
/// A row of the table Applications: what an application has beside its principal, the row of the table Things with its name, its state and
/// its certificates. A trigger of the database refuses a row whose principal is a Thing.
/// </summary>
internal sealed class ApplicationRecord
{
    public long PrincipalKey { get; set; }
    public ThingRecord? Principal { get; set; }
    public required string Owner { get; set; }
    public required string Note { get; set; }

    /// <summary>The filters as a JSON array of texts.</summary>
    public required string Hears { get; set; }

    /// <summary>The filters as a JSON array of texts.</summary>
    public required string Publishes { get; set; }
    public int MaxConnections { get; set; }
}
