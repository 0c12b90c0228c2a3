namespace FleetPortal.Fleet.Compliance;

/// <summary>Where a person ends what a control found.</summary>
/// <param name="Label">The button: verb and object.</param>
/// <param name="Address">The address of the page, relative to the portal.</param>
public sealed record Remedy(string Label, string Address);
