using FleetPortal.Authentication;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Things;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;

namespace FleetPortal.Components.Layout;

/// <summary>Ctrl+K: paste anything, get to the Thing.</summary>
public sealed partial class CommandPalette
{
    private const int MaxHits = 8;
    private const int MinHex = 6;

    private static readonly Hit[] Pages =
    [
        new(FleetIcons.Overview, "Overview", "page", ""),
        new(FleetIcons.Things, "Things", "page", "things"),
        new(FleetIcons.Certificates, "Certificates", "page", "certificates"),
        new(FleetIcons.Authority, "Authorities", "page", "authorities"),
        new(FleetIcons.Rotate, "Rotations", "page", "rotations"),
        new(FleetIcons.Connections, "Connections", "page", "connections"),
        new(FleetIcons.Refused, "Refused attempts", "page", "connections/attempts?outcome=refused"),
    ];

    private Actor _actor = null!;
    private Hit[] _hits = Pages;
    private int _selected;
    private string _text = "";
    private string _hitsOf = "";

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private ThingQueries Things { get; set; } = null!;

    [Inject]
    private CertificateQueries Certificates { get; set; } = null!;

    [Inject]
    private AuthorityQueries Authorities { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _actor = (await Authentication).User.FindActor()!;

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
        var hits = word.Length is 0 or > ThingQuery.MaxLength ? Pages : await FindAsync(word);

        // Somebody has typed on meanwhile: these are for a part of the word.
        if (word == _text.Trim())
        {
            (_hits, _hitsOf, _selected) = (hits, word, 0);
        }
    }

    private async Task<Hit[]> FindAsync(string word)
    {
        var things = await Things.ListAsync(new ThingQuery { Words = [word] }, ThingSort.Name, 0, MaxHits, _actor, CancellationToken.None);
        IReadOnlyList<CertificateView> certificates = LooksLikeHex(word) ? (await Certificates.ListAsync(new CertificateQuery(Text: word), 0, MaxHits, _actor, CancellationToken.None)).Items : [];
        var authorities = await Authorities.NamedAsync(word, _actor, CancellationToken.None);
        return
        [
            .. things.Items.Select(thing => new Hit(FleetIcons.Things, thing.Name, thing.Type ?? "Thing", $"things/{Uri.EscapeDataString(thing.Name)}", thing)),
            .. certificates.Where(certificate => things.Items.All(thing => thing.Name != certificate.ThingName))
                .Select(certificate => new Hit(FleetIcons.Certificates, certificate.ThingName, $"by certificate {certificate.SerialNumber[..Math.Min(8, certificate.SerialNumber.Length)]}…", $"things/{Uri.EscapeDataString(certificate.ThingName)}")),
            .. authorities.Take(MaxHits).Select(authority => new Hit(FleetIcons.Authority, authority.Name, "authority", $"authorities?id={authority.Id}")),
            .. Pages.Where(page => page.Title.StartsWith(word, StringComparison.OrdinalIgnoreCase)),
        ];
    }

    /// <summary>Serial numbers and fingerprints; a word that only names Things is not looked for among them.</summary>
    private static bool LooksLikeHex(string word) => word.Length >= MinHex && word.All(c => char.IsAsciiHexDigit(c) || c == ':');

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
            // What is typed is what is opened, also where its results are not shown yet.
            if (_hitsOf != _text.Trim())
            {
                await SearchAsync();
            }

            if (_hits.Length > 0)
            {
                Open(_hits[_selected]);
            }
        }
    }

    private void Open(Hit hit)
    {
        Dialog.Close();
        Navigation.NavigateTo(hit.Address);
    }

    private sealed record Hit(string Icon, string Title, string Hint, string Address, ThingRow? Thing = null);
}
