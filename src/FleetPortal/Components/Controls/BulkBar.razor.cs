using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>How much of a list is chosen, and what can be done with it.</summary>
/// <typeparam name="TKey">What names a row.</typeparam>
public sealed partial class BulkBar<TKey>
    where TKey : notnull
{
    /// <summary>What is chosen.</summary>
    [Parameter, EditorRequired]
    public ListSelection<TKey> Selection { get; set; } = null!;

    /// <summary>How many rows the list has.</summary>
    [Parameter, EditorRequired]
    public int Total { get; set; }

    /// <summary>Whether the list shows a part of what there is.</summary>
    [Parameter]
    public bool IsFiltered { get; set; }

    /// <summary>The actions.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>The selection was changed here.</summary>
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
