using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>The head of a sortable column. The first click sorts the list, the next one reverses the order.</summary>
public sealed partial class SortHeader
{
    /// <summary>The sort key of the column in the address. A leading <c>-</c> means descending order.</summary>
    [Parameter, EditorRequired]
    public string Key { get; set; } = "";

    /// <summary>The current order of the list, as in the address.</summary>
    [Parameter, EditorRequired]
    public string Sort { get; set; } = "";

    /// <summary>Whether the first click sorts in descending order, as for rates and times.</summary>
    [Parameter]
    public bool StartsDescending { get; set; }

    /// <summary>Whether the sort key without <c>-</c> means the latest first.</summary>
    [Parameter]
    public bool ReadsLatestFirst { get; set; }

    /// <summary>The CSS classes of the cell.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>The title of the column.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Called with the new order, in the form of the address.</summary>
    [Parameter]
    public EventCallback<string> OnSort { get; set; }

    private bool IsDescending => Sort.StartsWith('-');

    private string Current => Sort.TrimStart('-');

    private string Next => Current == Key ? IsDescending ? Key : "-" + Key : StartsDescending ? "-" + Key : Key;
}
