namespace FleetPortal.Api;

/// <summary>One page of a list.</summary>
/// <param name="Items">The entries of this page.</param>
/// <param name="NextCursor">The cursor of the next page; null on the last page.</param>
/// <param name="Total">The number of matching entries on all pages.</param>
public sealed record ListAnswer<T>(IReadOnlyList<T> Items, string? NextCursor, int Total);

/// <summary>A list without pages.</summary>
/// <param name="Items">All entries.</param>
public sealed record ItemsAnswer<T>(IReadOnlyList<T> Items);
