using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices;

/// <summary>What somebody typed or pasted into the palette.</summary>
/// <param name="Text">The text without blanks around it; not empty.</param>
/// <param name="Actor">Who searches.</param>
/// <param name="Found">What the sources before this one have found.</param>
public sealed record PaletteQuery(string Text, Actor Actor, IReadOnlyList<PaletteHit> Found);
