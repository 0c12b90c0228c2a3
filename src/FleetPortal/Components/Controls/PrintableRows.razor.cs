using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;

namespace FleetPortal.Components.Controls;

/// <summary>
/// The rows of a table of any length. The screen renders only visible rows; paper gets the first <see cref="MaxPrinted"/> rows and a note
/// about the rest.
/// </summary>
/// <typeparam name="TItem">The type of a row.</typeparam>
public sealed partial class PrintableRows<TItem> : IDisposable
{
    /// <summary>The largest number of printed rows, about twenty pages.</summary>
    public const int MaxPrinted = 1000;

    // If the person prints by the menu of the browser, it prints before the server can render the other rows.
    private const string OnScreenOnly = "Only the rows on the screen. Press Ctrl+P in the page to print the whole list.";

    private Virtualize<TItem>? _rows;
    private IReadOnlyList<TItem>? _printed;
    private int _total;

    /// <summary>All rows, if they are in memory.</summary>
    [Parameter]
    public ICollection<TItem>? Items { get; set; }

    /// <summary>Reads a range of rows, if they are not in memory.</summary>
    [Parameter]
    public ItemsProviderDelegate<TItem>? ItemsProvider { get; set; }

    /// <summary>The content of a row.</summary>
    [Parameter, EditorRequired]
    public RenderFragment<TItem> ChildContent { get; set; } = null!;

    /// <summary>The placeholder of a row that is not read yet.</summary>
    [Parameter]
    public RenderFragment<PlaceholderContext>? Placeholder { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    /// <summary>Reads the visible rows again.</summary>
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
