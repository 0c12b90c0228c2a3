using FleetPortal.Authentication;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Things;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace FleetPortal.Components.Things;

/// <summary>Changes what people wrote about a Thing. Whoever saved in between is not overwritten: the version decides.</summary>
public sealed partial class EditThingDialog
{
    private string _type = "";
    private string _groups = "";
    private string _attributes = "";
    private bool _enabled;
    private string? _fault;
    private bool _busy;

    /// <summary>As it was read.</summary>
    [Parameter, EditorRequired]
    public ThingView Thing { get; set; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private UpdateThing Update { get; set; } = null!;

    private bool ChangesRights => _type.Trim() != (Thing.Type ?? "");

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _type = Thing.Type ?? "";
        _groups = string.Join(' ', Thing.Groups);
        _attributes = string.Join('\n', Thing.Attributes.Select(pair => $"{pair.Key} = {pair.Value}"));
        _enabled = Thing.Enabled;
    }

    private async Task SaveAsync()
    {
        _busy = true;
        try
        {
            var groups = _groups.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var request = new UpdateThingRequest(Thing.Name, _type.Trim() is { Length: > 0 } type ? type : null, groups, AttributeLines.Parse(_attributes), _enabled, Thing.Version);
            await Update.ExecuteAsync(request, (await Authentication).User.FindActor()!, CancellationToken.None);
            Dialog.Close(DialogResult.Ok(true));
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
        finally
        {
            _busy = false;
        }
    }

    private void Cancel() => Dialog.Cancel();
}
