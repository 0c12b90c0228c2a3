namespace FleetPortal.Components.Controls;

/// <summary>Collects the columns of a table each time the table renders.</summary>
/// <typeparam name="TItem">The type of a row.</typeparam>
public sealed class DataColumns<TItem>
{
    private readonly List<DataColumn<TItem>> _all = [];

    /// <summary>The columns, in the order of the markup.</summary>
    public IReadOnlyList<DataColumn<TItem>> All => _all;

    internal void Clear() => _all.Clear();

    internal void Add(DataColumn<TItem> column) => _all.Add(column);
}
