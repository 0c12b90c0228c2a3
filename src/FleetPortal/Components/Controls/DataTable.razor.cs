using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;

namespace FleetPortal.Components.Controls;

/// <summary>
/// The table of a page. Its columns are the <see cref="DataColumn{TItem}"/> elements inside it. <see cref="PrintableRows{TItem}"/>
/// virtualises and prints the rows, unless the list is short. On a phone each row becomes two lines or a card. The arrow keys move between
/// rows (<c>js/keys.js</c>).
/// </summary>
/// <typeparam name="TItem">The type of a row.</typeparam>
public sealed partial class DataTable<TItem>
{
    private readonly DataColumns<TItem> _columns = new();
    private PrintableRows<TItem>? _rows;

    /// <summary>The name of the table for screen readers.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>All rows, if they are in memory.</summary>
    [Parameter]
    public IReadOnlyCollection<TItem>? Items { get; set; }

    /// <summary>Reads a range of rows, if they are not in memory.</summary>
    [Parameter]
    public ItemsProviderDelegate<TItem>? ItemsProvider { get; set; }

    /// <summary>Returns the key of a row, so that Blazor keeps its element when the row moves.</summary>
    [Parameter, EditorRequired]
    public Func<TItem, object> KeyOf { get; set; } = null!;

    /// <summary>The current order, as in the address: the sort key of a column, with a leading <c>-</c> if it is descending.</summary>
    [Parameter]
    public string Sort { get; set; } = "";

    /// <summary>Called when another order is chosen.</summary>
    [Parameter]
    public EventCallback<string> OnSort { get; set; }

    /// <summary>Returns whether a row is selected.</summary>
    [Parameter]
    public Func<TItem, bool> IsSelected { get; set; } = _ => false;

    /// <summary>Returns whether the panel of a row is open.</summary>
    [Parameter]
    public Func<TItem, bool> IsOpened { get; set; } = _ => false;

    /// <summary>
    /// Whether each row is a card on a phone. Cards have different heights, so they are not virtualised. Use them for short lists only.
    /// </summary>
    [Parameter]
    public bool IsCards { get; set; }

    /// <summary>
    /// Whether all rows are rendered at once, for lists of at most a hundred rows. On a phone each row becomes two lines, as in a long
    /// list.
    /// </summary>
    [Parameter]
    public bool IsShort { get; set; }

    /// <summary>Returns the heading above a row that begins a new part of the list, or null. A virtualised list shows none.</summary>
    [Parameter]
    public Func<TItem, RenderFragment?>? Divider { get; set; }

    /// <summary>The CSS classes of the panel around the table.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>The CSS classes of the table.</summary>
    [Parameter]
    public string? TableClass { get; set; }

    /// <summary>The columns of the table.</summary>
    [Parameter, EditorRequired]
    public RenderFragment ChildContent { get; set; } = null!;

    /// <summary>The content above the table, inside the panel: a heading and the actions.</summary>
    [Parameter]
    public RenderFragment? Header { get; set; }

    /// <summary>The CSS classes of the content below the rows.</summary>
    [Parameter]
    public string? FooterClass { get; set; }

    /// <summary>The content below the rows.</summary>
    [Parameter]
    public RenderFragment? Footer { get; set; }

    /// <summary>Other attributes of the panel.</summary>
    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? Attributes { get; set; }

    // A short list may contain no link. The keyboard can scroll it anyway.
    private Dictionary<string, object>? Scrolling =>
        IsShort ? new() { ["tabindex"] = "0", ["role"] = "group", ["aria-label"] = Label } : null;

    // Virtualize needs an ICollection. A list or an array is one already.
    private ICollection<TItem>? Rows => Items is null ? null : Items as ICollection<TItem> ?? [.. Items];

    /// <summary>Reads the visible rows again.</summary>
    public Task RefreshDataAsync() => _rows?.RefreshDataAsync() ?? Task.CompletedTask;
}
