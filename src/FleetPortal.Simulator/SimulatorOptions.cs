namespace FleetPortal.Simulator;

/// <summary>What to simulate, and where.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The portal's address.</summary>
    public required Uri Portal { get; init; }

    /// <summary>An API token that may register Things and issue certificates.</summary>
    public required string Token { get; init; }

    /// <summary>How many Things.</summary>
    public required int Things { get; init; }

    /// <summary>Where the Things keep their keys and certificates: a device's own storage, remembered across restarts.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The host of the MQTT listener; null takes the portal's.</summary>
    public string? MqttHost { get; init; }

    /// <summary>The time between two telemetry messages of one Thing, before jitter.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);
}
