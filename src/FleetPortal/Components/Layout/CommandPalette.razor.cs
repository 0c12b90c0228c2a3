using FleetPortal.Authentication;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using FleetPortal.Slices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;

namespace FleetPortal.Components.Layout;

/// <summary>The command palette (Ctrl+K): finds objects and pages by any text, and runs actions.</summary>
public sealed partial class CommandPalette
{
    private Actor _actor = null!;
    private PaletteHit[] _hits = [];
    private int _selected;
    private string _text = "";
    private string _hitsOf = "";
    private string? _fault;

    /// <summary>Runs an action that does not open a page.</summary>
    [Parameter, EditorRequired]
    public Func<PaletteAction, Task> Act { get; set; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private PaletteSearch Search { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _actor = (await Authentication).User.FindActor()!;
        _hits = PaletteSearch.Offered(_actor);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await (await Viewer.ModuleAsync()).InvokeVoidAsync("focus", "#palette-input");
        }
    }

    private async Task SearchAsync()
    {
        var word = _text.Trim();
        string? fault = null;
        PaletteHit[] hits = [];
        try
        {
            if (word.Contains("PRIVATE KEY", StringComparison.Ordinal) || PastedCredential.Read(word) is { HoldsPrivateKey: true })
            {
                (_text, fault) = ("", "This is a private key. The portal did not search for it or store it. If others can see this "
                    + "screen, treat the key as compromised.");
                word = "";
            }
            else
            {
                hits = word.Length switch
                {
                    0 => PaletteSearch.Offered(_actor),
                    > PastedCredential.MaxLength => [],
                    _ => await Search.FindAsync(word, _actor, CancellationToken.None),
                };
            }
        }
        catch (FleetError e)
        {
            fault = e.Message;
        }

        // Ignore the results if the person has typed more in the meantime.
        if (word == _text.Trim())
        {
            (_hits, _hitsOf, _selected, _fault) = (hits, word, 0, fault);
        }
    }

    private async Task OnKeyAsync(KeyboardEventArgs e)
    {
        _selected = e.Key switch
        {
            "ArrowDown" => Math.Min(_hits.Length - 1, _selected + 1),
            "ArrowUp" => Math.Max(0, _selected - 1),
            _ => _selected,
        };
        if (e.Key == "Escape")
        {
            Dialog.Close();
        }
        else if (e.Key == "Enter")
        {
            // Enter opens a result of the current text, even if its results are not shown yet.
            if (_hitsOf != _text.Trim())
            {
                await SearchAsync();
            }

            if (_selected < _hits.Length)
            {
                await OpenAsync(_hits[_selected]);
            }
        }
    }

    private async Task OpenAsync(PaletteHit hit)
    {
        Dialog.Close();
        if (hit.Action is { } action)
        {
            await Act(action);
            return;
        }

        Navigation.NavigateTo(hit.Address!);
        await (await Viewer.ModuleAsync()).InvokeVoidAsync("focusHeading");
    }
}
