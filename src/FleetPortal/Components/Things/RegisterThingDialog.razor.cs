using FleetPortal.Authentication;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Things;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace FleetPortal.Components.Things;

/// <summary>Asks for a name, a type and groups, and registers.</summary>
public sealed partial class RegisterThingDialog
{
    private string _name = "";
    private string _type = "";
    private string _groups = "";
    private string? _fault;
    private bool _busy;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private RegisterThing Register { get; set; } = null!;

    private string? NameFault => _name.Length == 0 || ThingName.TryParse(_name, out _) ? null : ThingName.Rule;

    private async Task RegisterAsync()
    {
        _busy = true;
        try
        {
            var groups = _groups.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var request = new RegisterThingRequest(_name, string.IsNullOrWhiteSpace(_type) ? null : _type.Trim(), groups);
            var name = await Register.ExecuteAsync(request, (await Authentication).User.FindActor()!, CancellationToken.None);
            Dialog.Close(DialogResult.Ok(name.ToString()));
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
