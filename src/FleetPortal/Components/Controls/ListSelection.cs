using FleetPortal.Fleet.Revocation;

namespace FleetPortal.Components.Controls;

/// <summary>The selection of a list: some rows, or all rows that match the filters, including rows that are not loaded.</summary>
/// <typeparam name="TKey">The type of the key of a row.</typeparam>
public sealed class ListSelection<TKey>
    where TKey : notnull
{
    // In the order of their selection; at most Max.
    private readonly List<TKey> _keys = [];
    private string? _of;

    /// <summary>The largest number of rows that can be selected one by one. More can be selected only all together.</summary>
    public const int Max = CertificateSelection.MaxIds;

    /// <summary>Whether all rows that match the filters are selected.</summary>
    public bool All { get; private set; }

    /// <summary>The keys of the selected rows; empty if <see cref="All"/>.</summary>
    public IReadOnlyList<TKey> Keys => _keys;

    /// <summary>Whether at least one row is selected.</summary>
    public bool Any => All || _keys.Count > 0;

    /// <summary>Whether no further row can be selected.</summary>
    public bool Full => _keys.Count >= Max;

    /// <summary>The value of <c>aria-checked</c> of the checkbox in the table head: true, mixed or false.</summary>
    public string HeadState => All ? "true" : _keys.Count > 0 ? "mixed" : "false";

    /// <summary>
    /// Clears the selection if the list shows other rows than before, so that no action affects rows that are not visible.
    /// </summary>
    /// <param name="list">A text that identifies the filters of the list.</param>
    public void Follow(string list)
    {
        if (_of != list)
        {
            Clear();
            _of = list;
        }
    }

    /// <summary>Returns whether a row is selected.</summary>
    public bool Holds(TKey key) => All || _keys.Contains(key);

    /// <summary>Selects or deselects a row. Does nothing if the selection is full or all rows are selected.</summary>
    public void Toggle(TKey key)
    {
        if (!All && !_keys.Remove(key) && !Full)
        {
            _keys.Add(key);
        }
    }

    /// <summary>Selects all rows, or none if all are selected.</summary>
    public void ToggleAll()
    {
        var all = !All;
        Clear();
        All = all;
    }

    /// <summary>Clears the selection, so that no row is selected.</summary>
    public void Clear()
    {
        _keys.Clear();
        All = false;
    }
}
