using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices;

/// <summary>
/// Finds a text in one part of the product. Slices register theirs; the palette asks all of them, in the order of <see cref="Order"/>.
/// A source asks for the right to read by itself and answers at most <see cref="MaxHits"/> hits.
/// </summary>
public interface IPaletteSource
{
    /// <summary>The longest list of one source.</summary>
    const int MaxHits = 8;

    /// <summary>Where its hits stand: one of <see cref="PaletteOrder"/>, or a number between two of them. Sources with the same number keep the order of their slices.</summary>
    int Order { get; }

    /// <summary>What it finds, the likeliest first.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>, <c>query-too-long</c>.</exception>
    Task<IReadOnlyList<PaletteHit>> FindAsync(PaletteQuery query, CancellationToken cancellationToken);
}
