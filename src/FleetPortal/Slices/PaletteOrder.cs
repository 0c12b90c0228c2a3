namespace FleetPortal.Slices;

/// <summary>The order of the results of the palette, most likely first. Pages and actions come last.</summary>
public static class PaletteOrder
{
    /// <summary>Things by their name.</summary>
    public const int Things = 10;

    /// <summary>Certificates by a serial number, a fingerprint or a pasted certificate.</summary>
    public const int Certificates = 20;

    /// <summary>The Thing of a topic.</summary>
    public const int Topics = 30;

    /// <summary>Live connections by their address.</summary>
    public const int Connections = 40;

    /// <summary>Connect attempts by address or client identifier.</summary>
    public const int Attempts = 50;

    /// <summary>Findings by their identifier or Thing.</summary>
    public const int Findings = 12;

    /// <summary>Groups by the beginning of their name.</summary>
    public const int Groups = 60;

    /// <summary>Applications by their name.</summary>
    public const int Applications = 15;

    /// <summary>Authorities by their name.</summary>
    public const int Authorities = 70;
}
