using FleetPortal.Authentication;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Authorities;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace FleetPortal.Components.Authorities;

/// <summary>Takes the certificate of an outside authority; the proof of possession comes after it, on the page.</summary>
public sealed partial class RegisterAuthorityDialog
{
    private string _pem = "";
    private string? _name;
    private string? _fault;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private RegisterAuthority Register { get; set; } = null!;

    private async Task RegisterAsync()
    {
        try
        {
            Dialog.Close(DialogResult.Ok(await Register.ExecuteAsync(new AuthorityRegistration(_name, _pem), (await Authentication).User.FindActor()!, CancellationToken.None)));
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
    }
}
