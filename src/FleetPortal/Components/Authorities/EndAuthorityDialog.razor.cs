using System.Globalization;
using FleetPortal.Authentication;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace FleetPortal.Components.Authorities;

/// <summary>Shows what hangs on an authority, asks for its name typed out, and disables or retires it.</summary>
public sealed partial class EndAuthorityDialog
{
    private BlastRadius? _radius;
    private string _typed = "";
    private bool _evenIfStranded;
    private string? _fault;
    private bool _busy;

    /// <summary>Which one.</summary>
    [Parameter, EditorRequired]
    public AuthorityView Authority { get; set; } = null!;

    /// <summary>For good, instead of until it is enabled again.</summary>
    [Parameter]
    public bool Retire { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private BlastRadiusQuery Radius { get; set; } = null!;

    [Inject]
    private ChangeAuthorityStatus Change { get; set; } = null!;

    [Inject]
    private RetireAuthority RetireOne { get; set; } = null!;

    private int Stranded => _radius?.WithoutCredential ?? 0;

    private bool Ready => !_busy && _radius is not null && _typed == Authority.Name && (!Retire || Stranded == 0 || _evenIfStranded);

    /// <summary>What hangs on it is read before anybody types.</summary>
    protected override Task OnInitializedAsync() => CountAsync();

    private async Task CountAsync() =>
        _radius = await Radius.OfAuthorityAsync(Authority.Id, (await Authentication).User.FindActor()!, CancellationToken.None);

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private async Task EndAsync()
    {
        if (!Ready)
        {
            return;
        }

        _busy = true;
        try
        {
            var actor = (await Authentication).User.FindActor()!;
            Dialog.Close(DialogResult.Ok(Retire
                ? await RetireOne.ExecuteAsync(Authority.Id, _evenIfStranded, actor, CancellationToken.None)
                : await Change.ExecuteAsync(Authority.Id, AuthorityStatus.Disabled, actor, CancellationToken.None)));
        }
        catch (FleetError e)
        {
            _fault = e.Message;
            await CountAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
