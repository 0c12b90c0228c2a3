using FleetPortal.Fleet.Detection;

namespace FleetPortal.Fleet.Findings;

/// <summary>Which findings the portal contains by itself. Off by default. A containment is a hold: nothing is revoked.</summary>
/// <param name="Kinds">The kinds of findings.</param>
/// <param name="PerDay">The largest number of such containments within 24 hours.</param>
public sealed record ContainmentPolicy(IReadOnlyList<string> Kinds, int PerDay)
{
    /// <summary>Nothing is contained without a person.</summary>
    public static ContainmentPolicy Off { get; } = new([], 0);

    /// <summary>The kinds that may be chosen: those that speak of somebody else who uses an identity.</summary>
    public static IReadOnlyList<string> Possible { get; } =
    [
        FindingKinds.SharedCredential, FindingKinds.SharedKey, FindingKinds.RetiredKeyUsed, FindingKinds.ImpossibleMove,
        FindingKinds.ClientIdentifierConflict, FindingKinds.RefusedRepeatedly,
    ];
}
