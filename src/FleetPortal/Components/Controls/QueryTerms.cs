namespace FleetPortal.Components.Controls;

/// <summary>The terms of a query box, for the buttons that switch a single one.</summary>
/// <param name="query">The text of the query box; null for none.</param>
public sealed class QueryTerms(string? query)
{
    private readonly string[] _terms = (query ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Returns whether the query contains a term, ignoring letter case.</summary>
    public bool Has(string term) => _terms.Contains(term, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the query without the term if it contains it, otherwise with it.</summary>
    public string Toggle(string term) => string.Join(' ', Has(term)
        ? _terms.Where(other => !other.Equals(term, StringComparison.OrdinalIgnoreCase)) : _terms.Append(term));
}
