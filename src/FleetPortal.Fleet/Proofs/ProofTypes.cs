namespace FleetPortal.Fleet.Proofs;

/// <summary>The ThingTypes whose Things take part in the rolling proof, besides the Things that take part by themselves.</summary>
public sealed record ProofTypes(IReadOnlySet<string> Names)
{
    /// <summary>No type takes part.</summary>
    public static ProofTypes None { get; } = Of([]);

    /// <summary>The types with these names.</summary>
    public static ProofTypes Of(IEnumerable<string> names) => new(names.ToHashSet(StringComparer.Ordinal));
}
