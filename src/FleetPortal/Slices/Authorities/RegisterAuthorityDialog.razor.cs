using FleetPortal.Fleet.ExternalAuthorities;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Authorities;

/// <summary>The dialog that registers the certificate of an external authority. The proof of possession follows on the page.</summary>
public sealed partial class RegisterAuthorityDialog
{
    private string _pem = "";
    private string? _name;

    [Inject]
    private RegisterAuthority Register { get; set; } = null!;

    private Task RegisterAsync() => RunAsync(async actor =>
        Dialog.Close(DialogResult.Ok(await Register.ExecuteAsync(new AuthorityRegistration(_name, _pem), actor, CancellationToken.None))));
}
