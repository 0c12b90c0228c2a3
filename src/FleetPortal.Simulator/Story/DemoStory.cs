namespace FleetPortal.Simulator.Story;

/// <summary>
/// A fleet after some years. Most Things are plain; the others are listed here by number, so that every role is among the first 60. The
/// records are made as real ones are, through the public API and by devices that connect.
/// </summary>
internal static class DemoStory
{
    private static readonly Dictionary<int, ThingRole> _roles = new()
    {
        [16] = ThingRole.Stolen, [119] = ThingRole.Stolen,
        [19] = ThingRole.Offline, [22] = ThingRole.Offline, [56] = ThingRole.Offline, [108] = ThingRole.Offline, [187] = ThingRole.Offline,
        [26] = ThingRole.Replaced, [97] = ThingRole.Replaced, [139] = ThingRole.Replaced,
        [28] = ThingRole.MakersCertificate, [58] = ThingRole.MakersCertificate, [88] = ThingRole.MakersCertificate,
        [148] = ThingRole.MakersCertificate, [198] = ThingRole.MakersCertificate,
        [33] = ThingRole.OnHold, [69] = ThingRole.OnHold,
        [35] = ThingRole.RenewedTwice, [79] = ThingRole.RenewedTwice,
        [42] = ThingRole.NeverConnected, [49] = ThingRole.NeverConnected, [114] = ThingRole.NeverConnected,
        [203] = ThingRole.NeverConnected,
        [44] = ThingRole.WaitingForInstallation, [99] = ThingRole.WaitingForInstallation, [246] = ThingRole.WaitingForInstallation,
    };

    private static readonly Dictionary<int, DeviceKeyKind> _keys = new()
    {
        [29] = DeviceKeyKind.Rsa3072,
        [39] = DeviceKeyKind.EcP384, [189] = DeviceKeyKind.EcP384,
    };

    /// <summary>The clients that no authority of the portal vouches for.</summary>
    public static IReadOnlyList<StrangerPlan> Strangers { get; } = [new("hmi-panel-07", true), new("service-laptop", false)];

    /// <summary>Returns the plan of the n-th Thing: the same one in every run.</summary>
    public static ThingPlan Of(int number)
    {
        var role = _roles.GetValueOrDefault(number);
        var plan = new ThingPlan(number);
        return plan with
        {
            Role = role,
            Key = _keys.GetValueOrDefault(number),
            ValidityDays = StoryValidity.DaysOf(number),
            Groups = role == ThingRole.MakersCertificate ? [.. plan.Groups, "kessler"] : plan.Groups,
            Attributes = StoryAttributes.Of(number, role),
        };
    }
}
