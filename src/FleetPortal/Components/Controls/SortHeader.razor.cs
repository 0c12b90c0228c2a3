using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>The head of a column that a list can be sorted by: the first press sorts, the next turns the order round.</summary>
public sealed partial class SortHeader
{
    /// <summary>The name of the order in the address; with <c>-</c> in front it is descending.</summary>
    [Parameter, EditorRequired]
    public string Key { get; set; } = "";

    /// <summary>The order of the list now, as in the address.</summary>
    [Parameter, EditorRequired]
    public string Sort { get; set; } = "";

    /// <summary>Whether the first press sorts in descending order: for rates and times.</summary>
    [Parameter]
    public bool StartsDescending { get; set; }

    /// <summary>Whether the key without <c>-</c> reads the latest first.</summary>
    [Parameter]
    public bool ReadsLatestFirst { get; set; }

    /// <summary>Classes of the cell.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>The words.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Another order was chosen, as it stands in the address.</summary>
    [Parameter]
    public EventCallback<string> OnSort { get; set; }

    private bool IsDescending => Sort.StartsWith('-');

    private string Current => Sort.TrimStart('-');

    private string Next => Current == Key ? IsDescending ? Key : "-" + Key : StartsDescending ? "-" + Key : Key;
}
