using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices;

/// <summary>
/// Searches one part of the product for the command palette. Slices register their sources; the palette calls all of them in the order of
/// <see cref="Order"/>. A source checks the right to read itself and returns at most <see cref="MaxHits"/> results.
/// </summary>
public interface IPaletteSource
{
    /// <summary>The largest number of results of one source.</summary>
    const int MaxHits = 8;

    /// <summary>
    /// The position of its results: one of <see cref="PaletteOrder"/>, or a number between two of them. Sources with the same number keep
    /// the order of their slices.
    /// </summary>
    int Order { get; }

    /// <summary>Returns the results for a query, most likely first. Needs the right to read.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>, <c>query-too-long</c>.</exception>
    Task<IReadOnlyList<PaletteHit>> FindAsync(PaletteQuery query, CancellationToken cancellationToken);
}
