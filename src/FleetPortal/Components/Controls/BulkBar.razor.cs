using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>The bar at the bottom of a list with the number of selected rows and the actions for them.</summary>
/// <typeparam name="TKey">The type of the key of a row.</typeparam>
public sealed partial class BulkBar<TKey>
    where TKey : notnull
{
    /// <summary>The selection of the list.</summary>
    [Parameter, EditorRequired]
    public ListSelection<TKey> Selection { get; set; } = null!;

    /// <summary>The number of rows of the list.</summary>
    [Parameter, EditorRequired]
    public int Total { get; set; }

    /// <summary>Whether the list is filtered.</summary>
    [Parameter]
    public bool IsFiltered { get; set; }

    /// <summary>The buttons of the actions.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Called when the bar changes the selection.</summary>
    [Parameter]
    public EventCallback OnChange { get; set; }

    private Task AllAsync()
    {
        Selection.ToggleAll();
        return OnChange.InvokeAsync();
    }

    private Task ClearAsync()
    {
        Selection.Clear();
        return OnChange.InvokeAsync();
    }
}
