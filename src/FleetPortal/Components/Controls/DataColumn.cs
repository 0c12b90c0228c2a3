using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace FleetPortal.Components.Controls;

/// <summary>A column of a <see cref="DataTable{TItem}"/>. It renders nothing itself.</summary>
/// <typeparam name="TItem">A row.</typeparam>
public class DataColumn<TItem> : ComponentBase
{
    /// <summary>The words in the head.</summary>
    [Parameter]
    public string Title { get; set; } = "";

    /// <summary>Stands in the head instead of the words.</summary>
    [Parameter]
    public RenderFragment? Head { get; set; }

    /// <summary>The name of the column's order in the address; null if the list cannot be sorted by it.</summary>
    [Parameter]
    public string? SortKey { get; set; }

    /// <summary>Whether the first press sorts in descending order: for rates and times.</summary>
    [Parameter]
    public bool StartsDescending { get; set; }

    /// <summary>Whether the key without <c>-</c> reads the latest first.</summary>
    [Parameter]
    public bool ReadsLatestFirst { get; set; }

    /// <summary>Classes of the head and of the cells.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>Classes of the cells only.</summary>
    [Parameter]
    public string? CellClass { get; set; }

    /// <summary>A cell.</summary>
    [Parameter]
    public RenderFragment<TItem>? ChildContent { get; set; }

    internal string? CellClasses => (Class, CellClass) switch
    {
        (null, null) => null,
        _ => $"{Class} {CellClass}".Trim(),
    };

    [CascadingParameter]
    private DataColumns<TItem> Columns { get; set; } = null!;

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder) => Columns.Add(this);
}
