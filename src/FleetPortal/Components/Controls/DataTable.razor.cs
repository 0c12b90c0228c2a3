using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;

namespace FleetPortal.Components.Controls;

/// <summary>
/// A table of a page: its columns are the <see cref="DataColumn{TItem}"/> elements inside it. Rows are virtualised and printed by
/// <see cref="PrintableRows{TItem}"/>; on a phone each becomes two lines, or a card. The arrow keys go from row to row (<c>js/keys.js</c>).
/// </summary>
/// <typeparam name="TItem">A row.</typeparam>
public sealed partial class DataTable<TItem>
{
    private readonly DataColumns<TItem> _columns = new();
    private PrintableRows<TItem>? _rows;

    /// <summary>What the table lists, for screen readers.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>All rows, where they are in memory.</summary>
    [Parameter]
    public IReadOnlyCollection<TItem>? Items { get; set; }

    /// <summary>Reads a window of rows, where they are not.</summary>
    [Parameter]
    public ItemsProviderDelegate<TItem>? ItemsProvider { get; set; }

    /// <summary>What identifies a row, so that it keeps its element when it moves.</summary>
    [Parameter, EditorRequired]
    public Func<TItem, object> KeyOf { get; set; } = null!;

    /// <summary>The order of the list now, as in the address: the key of a column, with <c>-</c> in front if it is descending.</summary>
    [Parameter]
    public string Sort { get; set; } = "";

    /// <summary>Somebody has chosen another order.</summary>
    [Parameter]
    public EventCallback<string> OnSort { get; set; }

    /// <summary>Whether a row is ticked.</summary>
    [Parameter]
    public Func<TItem, bool> IsSelected { get; set; } = _ => false;

    /// <summary>Whether the details of a row are open beside the list.</summary>
    [Parameter]
    public Func<TItem, bool> IsOpened { get; set; } = _ => false;

    /// <summary>Whether each row is a card on a phone. Cards have different heights, so they are not virtualised: for short lists only.</summary>
    [Parameter]
    public bool IsCards { get; set; }

    /// <summary>Classes of the panel around the table.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>Classes of the table.</summary>
    [Parameter]
    public string? TableClass { get; set; }

    /// <summary>The columns.</summary>
    [Parameter, EditorRequired]
    public RenderFragment ChildContent { get; set; } = null!;

    /// <summary>Below the rows.</summary>
    [Parameter]
    public RenderFragment? Footer { get; set; }

    /// <summary>Other attributes of the panel.</summary>
    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? Attributes { get; set; }

    // What Virtualize takes. A list and an array are one already.
    private ICollection<TItem>? Rows => Items is null ? null : Items as ICollection<TItem> ?? [.. Items];

    /// <summary>Reads the rows in sight again.</summary>
    public Task RefreshDataAsync() => _rows?.RefreshDataAsync() ?? Task.CompletedTask;
}
