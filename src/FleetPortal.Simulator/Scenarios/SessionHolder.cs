namespace FleetPortal.Simulator.Scenarios;

/// <summary>Who of an original and its copy holds the session.</summary>
public enum SessionHolder
{
    /// <summary>Neither of the two is connected.</summary>
    Nobody,

    /// <summary>The real device is connected.</summary>
    Original,

    /// <summary>The copy is connected now.</summary>
    Clone,
}
