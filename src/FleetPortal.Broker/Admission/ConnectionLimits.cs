namespace FleetPortal.Broker.Admission;

/// <summary>How many connections one group of listeners holds.</summary>
public sealed record ConnectionLimits
{
    /// <summary>The most connections of all listeners of the budget.</summary>
    public required int Connections { get; init; }

    /// <summary>Connections of one address (IPv6: of one /64), let in or not. 0 sets no limit: a proxy is one address.</summary>
    public required int PerAddress { get; init; }

    /// <summary>Connections of one address that are not let in. 0 sets no limit.</summary>
    public required int PendingPerAddress { get; init; }
}
