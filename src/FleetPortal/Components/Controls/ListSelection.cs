using FleetPortal.Fleet.Revocation;

namespace FleetPortal.Components.Controls;

/// <summary>What is ticked in a list: some rows, or everything that the list's filters show, past the screen too.</summary>
/// <typeparam name="TKey">What names a row to the use cases.</typeparam>
public sealed class ListSelection<TKey>
    where TKey : notnull
{
    // In the order in which they were ticked; at most Max.
    private readonly List<TKey> _keys = [];
    private string? _of;

    /// <summary>How many rows can be ticked one by one; more are chosen by the filters.</summary>
    public const int Max = CertificateSelection.MaxIds;

    /// <summary>Everything that the filters show.</summary>
    public bool All { get; private set; }

    /// <summary>The ticked rows; empty where everything is chosen.</summary>
    public IReadOnlyList<TKey> Keys => _keys;

    /// <summary>Whether anything is chosen.</summary>
    public bool Any => All || _keys.Count > 0;

    /// <summary>Whether no more can be ticked.</summary>
    public bool Full => _keys.Count >= Max;

    /// <summary>As a screen reader and a style sheet say it.</summary>
    public string HeadState => All ? "true" : _keys.Count > 0 ? "mixed" : "false";

    /// <summary>The list shows something else now: what was ticked is not in sight any more, and nobody should act on it.</summary>
    /// <param name="list">What the list shows.</param>
    public void Follow(string list)
    {
        if (_of != list)
        {
            Clear();
            _of = list;
        }
    }

    /// <summary>Whether a row is chosen.</summary>
    public bool Holds(TKey key) => All || _keys.Contains(key);

    /// <summary>Ticks a row, or unticks it.</summary>
    public void Toggle(TKey key)
    {
        if (!All && !_keys.Remove(key) && !Full)
        {
            _keys.Add(key);
        }
    }

    /// <summary>Chooses everything, or nothing.</summary>
    public void ToggleAll()
    {
        var all = !All;
        Clear();
        All = all;
    }

    /// <summary>Chooses nothing.</summary>
    public void Clear()
    {
        _keys.Clear();
        All = false;
    }
}
