namespace FleetPortal.Fleet.Compliance;

/// <summary>A Thing, or another object, that does not comply.</summary>
/// <param name="Name">The ThingName; otherwise the name of the object, such as that of a CRL.</param>
/// <param name="IsThing">Whether the name is a ThingName.</param>
/// <param name="Reason">Why it does not comply, as a part of a sentence.</param>
/// <param name="Since">Since when, as the registry knows it; null if nothing tells.</param>
public sealed record Offender(string Name, bool IsThing, string Reason, DateTimeOffset? Since);
