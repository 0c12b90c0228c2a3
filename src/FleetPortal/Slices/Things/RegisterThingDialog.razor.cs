using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Things;

/// <summary>The dialog that registers a Thing with a name, a type and groups.</summary>
public sealed partial class RegisterThingDialog
{
    private string _name = "";
    private string _type = "";
    private string _groups = "";

    [Inject]
    private RegisterThing Register { get; set; } = null!;

    private string? NameFault => _name.Length == 0 || ThingName.TryParse(_name, out _) ? null : ThingName.Rule;

    private Task RegisterAsync() => RunAsync(async actor =>
    {
        var groups = _groups.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var name = await Register.ExecuteAsync(
            new RegisterThingRequest(_name, string.IsNullOrWhiteSpace(_type) ? null : _type.Trim(), groups), actor, CancellationToken.None);
        Dialog.Close(DialogResult.Ok(name.ToString()));
    });
}
