using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;

namespace FleetPortal.Components.Controls;

/// <summary>Rows of a table of any length: on the screen those in sight, on paper the first <see cref="MaxPrinted"/> and a note on the rest.</summary>
/// <typeparam name="TItem">A row.</typeparam>
public sealed partial class PrintableRows<TItem> : IDisposable
{
    /// <summary>How many rows are printed at most: some twenty pages.</summary>
    public const int MaxPrinted = 1000;

    // The browser's own menu prints at once, before the server can draw the other rows.
    private const string OnScreenOnly = "Only the rows on the screen. Press Ctrl+P in the page to print the whole list.";

    private Virtualize<TItem>? _rows;
    private IReadOnlyList<TItem>? _printed;
    private int _total;

    /// <summary>All rows, where they are in memory.</summary>
    [Parameter]
    public ICollection<TItem>? Items { get; set; }

    /// <summary>Reads a window, where they are not.</summary>
    [Parameter]
    public ItemsProviderDelegate<TItem>? ItemsProvider { get; set; }

    /// <summary>A row.</summary>
    [Parameter, EditorRequired]
    public RenderFragment<TItem> ChildContent { get; set; } = null!;

    /// <summary>A row that is not read yet.</summary>
    [Parameter]
    public RenderFragment<PlaceholderContext>? Placeholder { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    /// <summary>Reads the rows in sight again.</summary>
    public Task RefreshDataAsync() => _rows?.RefreshDataAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => Viewer.PrintingChanged -= OnPrintingAsync;

    /// <inheritdoc/>
    protected override void OnInitialized() => Viewer.PrintingChanged += OnPrintingAsync;

    private async Task OnPrintingAsync()
    {
        if (!Viewer.IsPrinting)
        {
            _printed = null;
        }
        else if (Items is { } items)
        {
            (_printed, _total) = ([.. items.Take(MaxPrinted)], items.Count);
        }
        else
        {
            var all = await ItemsProvider!(new ItemsProviderRequest(0, MaxPrinted, CancellationToken.None));
            (_printed, _total) = ([.. all.Items], all.TotalItemCount);
        }

        StateHasChanged();
    }
}
