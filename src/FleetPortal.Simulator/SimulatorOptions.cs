using System.Security.Cryptography.X509Certificates;
using FleetPortal.Simulator.Story;

namespace FleetPortal.Simulator;

/// <summary>What to simulate, and where.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The address of the portal's API.</summary>
    public required Uri Portal { get; init; }

    /// <summary>An API token that may register Things and issue certificates.</summary>
    public required string Token { get; init; }

    /// <summary>The number of Things to simulate.</summary>
    public required int Things { get; init; }

    /// <summary>Where the Things keep their keys and certificates: a device's own storage, remembered across restarts.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>
    /// What a portal on https is recognised by: its roots, or its very certificate, as a device has them built in. Null trusts
    /// what this machine trusts.
    /// </summary>
    public X509Certificate2Collection? PortalTrust { get; init; }

    /// <summary>The host of the MQTT listener; null takes the portal's.</summary>
    public string? MqttHost { get; init; }

    /// <summary>The time between two telemetry messages of one Thing, before jitter.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gives the fleet a history, with the right that this needs; null for a fleet of equal Things.</summary>
    public IStoryAccess? Story { get; init; }
}
