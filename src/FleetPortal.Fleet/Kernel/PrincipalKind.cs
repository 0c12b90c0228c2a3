namespace FleetPortal.Fleet.Kernel;

/// <summary>The kinds of principals. The numbers are stored.</summary>
public enum PrincipalKind
{
    /// <summary>A Thing: the record of a device.</summary>
    Thing = 0,

    /// <summary>An application: a back end that hears the fleet and sends commands.</summary>
    Application = 1,
}
