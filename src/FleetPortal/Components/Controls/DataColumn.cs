using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace FleetPortal.Components.Controls;

/// <summary>A column of a <see cref="DataTable{TItem}"/>. It renders nothing itself.</summary>
/// <typeparam name="TItem">The type of a row.</typeparam>
public class DataColumn<TItem> : ComponentBase
{
    /// <summary>The title in the table head.</summary>
    [Parameter]
    public string Title { get; set; } = "";

    /// <summary>The content of the table head, instead of the title.</summary>
    [Parameter]
    public RenderFragment? Head { get; set; }

    /// <summary>The sort key of the column in the address; null if the list cannot be sorted by it.</summary>
    [Parameter]
    public string? SortKey { get; set; }

    /// <summary>Whether the first click sorts in descending order, as for rates and times.</summary>
    [Parameter]
    public bool StartsDescending { get; set; }

    /// <summary>Whether the sort key without <c>-</c> means the latest first.</summary>
    [Parameter]
    public bool ReadsLatestFirst { get; set; }

    /// <summary>The CSS classes of the head and of the cells.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>The CSS classes of the cells only.</summary>
    [Parameter]
    public string? CellClass { get; set; }

    /// <summary>The content of a cell.</summary>
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
