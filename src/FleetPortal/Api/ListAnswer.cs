namespace FleetPortal.Api;

/// <summary>A page of a list.</summary>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
/// <param name="Total">How many match, on all pages.</param>
public sealed record ListAnswer<T>(IReadOnlyList<T> Items, string? NextCursor, int Total);

/// <summary>A list that has one page only.</summary>
public sealed record ItemsAnswer<T>(IReadOnlyList<T> Items);
