using FleetPortal.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace FleetPortal.Slices.Accounts;

/// <summary>
/// The dialog that adds a passkey to the own account. Its script calls the passkey endpoints directly instead of through the circuit.
/// </summary>
public sealed partial class PasskeyDialog
{
    private string? _name;
    private string _password = "";
    private IReadOnlyList<string> _codes = [];

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    private Task AddAsync() => RunAsync(async _ =>
    {
        await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "/js/passkeys.js");
        var answer = await module.InvokeAsync<PasskeyAnswer>("add", _name, _password);
        (Fault, _codes) = (answer.Fault, answer.RecoveryCodes);
        if (Fault is null && _codes.Count == 0)
        {
            Complete();
        }
    });
}
