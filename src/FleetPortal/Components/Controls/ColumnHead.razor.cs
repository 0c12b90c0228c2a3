using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>
/// The head of a column. If the list can be sorted by the column, the first press sorts and the next one turns the order round.
/// </summary>
/// <typeparam name="TItem">A row.</typeparam>
public sealed partial class ColumnHead<TItem>
{
    private const string Descending = "descending";

    /// <summary>The column whose head this is.</summary>
    [Parameter, EditorRequired]
    public DataColumn<TItem> Column { get; set; } = null!;

    /// <summary>The order of the list now, as in the address: the key of a column, with <c>-</c> in front if it is descending.</summary>
    [Parameter, EditorRequired]
    public string Sort { get; set; } = "";

    /// <summary>Another order was chosen, as it stands in the address.</summary>
    [Parameter]
    public EventCallback<string> OnSort { get; set; }

    private bool IsReversed => Sort.StartsWith('-');

    // What a reader sees: the direction of the key, turned round where the key alone reads the latest first.
    private string? Direction => Sort.TrimStart('-') != Column.SortKey
        ? null : IsReversed != Column.ReadsLatestFirst ? Descending : "ascending";

    private string Next(string key) => Direction is null ? (Column.StartsDescending ? "-" + key : key) : IsReversed ? key : "-" + key;
}
