namespace FleetPortal.Components.Controls;

/// <summary>The columns of a table, collected anew each time the table renders.</summary>
/// <typeparam name="TItem">A row.</typeparam>
public sealed class DataColumns<TItem>
{
    private readonly List<DataColumn<TItem>> _all = [];

    /// <summary>The columns, in the order of the markup.</summary>
    public IReadOnlyList<DataColumn<TItem>> All => _all;

    internal void Clear() => _all.Clear();

    internal void Add(DataColumn<TItem> column) => _all.Add(column);
}
