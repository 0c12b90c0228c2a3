using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices;

/// <summary>A search of the command palette.</summary>
/// <param name="Text">The typed or pasted text, trimmed and not empty.</param>
/// <param name="Actor">The person who searches.</param>
/// <param name="Found">The results of the sources before this one.</param>
public sealed record PaletteQuery(string Text, Actor Actor, IReadOnlyList<PaletteHit> Found);
