using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Accounts;

/// <summary>The dialog that changes the own password.</summary>
public sealed partial class PasswordDialog
{
    private string _current = "";
    private string _next = "";
    private string _repeated = "";

    [Inject]
    private ChangeOwnPassword Change { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private Task ChangeAsync() => RunAsync(async actor =>
    {
        if (_next != _repeated)
        {
            throw new FleetError(AccessErrors.PasswordInvalid, [new Fault("repeated", "The two new passwords are not the same.")]);
        }

        await Change.ExecuteAsync(_current, _next, actor, CancellationToken.None);
        Snackbar.Add("Your password is changed. Your other sessions have ended.", Severity.Normal);
        Complete();
    });
}
