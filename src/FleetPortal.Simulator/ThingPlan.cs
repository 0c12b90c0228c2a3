using FleetPortal.Simulator.Story;

namespace FleetPortal.Simulator;

/// <summary>What one simulated device is, and what happens to it. Without a story it is a <see cref="ThingRole.Plain"/> one.</summary>
/// <param name="Number">Which device it is, from 0.</param>
internal sealed record ThingPlan(int Number)
{
    /// <summary>The ThingName, which is also the client identifier.</summary>
    public string Name { get; init; } = ThingModel.NameOf(Number);

    /// <summary>What the device measures.</summary>
    public ThingModel Model => ThingModel.Of(Number);

    /// <summary>What happens to the Thing.</summary>
    public ThingRole Role { get; init; }

    /// <summary>The algorithm of its key.</summary>
    public DeviceKeyKind Key { get; init; }

    /// <summary>The validity of its first certificate in days; null for the default of the portal.</summary>
    public int? ValidityDays { get; init; }

    /// <summary>The groups of the Thing.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [ThingModel.GroupOf(Number), "simulated"];

    /// <summary>The attributes of the Thing, or null.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <summary>The longest pause between two attempts to connect, before jitter. A thief is patient.</summary>
    public TimeSpan MaxBackoff => Role == ThingRole.Stolen ? TimeSpan.FromMinutes(5) : TimeSpan.FromMinutes(1);

    /// <summary>Whether a device connects with the identity of this Thing at some time.</summary>
    public bool HasDevice => Role is not (ThingRole.NeverConnected or ThingRole.WaitingForInstallation);

    /// <summary>
    /// Whether its enrolment takes long or needs other records first. It enrols after the other devices are connected.
    /// </summary>
    public bool IsLate => Role == ThingRole.MakersCertificate || Key == DeviceKeyKind.Rsa3072;
}
