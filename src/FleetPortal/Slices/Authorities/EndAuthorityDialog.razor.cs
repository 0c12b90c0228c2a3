using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Authorities;

/// <summary>The dialog that disables or retires an authority. It shows the Things that depend on it and asks for its name.</summary>
public sealed partial class EndAuthorityDialog
{
    private BlastRadius? _radius;
    private string _typed = "";
    private bool _evenIfStranded;

    /// <summary>The authority to end.</summary>
    [Parameter, EditorRequired]
    public AuthorityView Authority { get; set; } = null!;

    /// <summary>Whether to retire the authority for good, instead of disabling it.</summary>
    [Parameter]
    public bool Retire { get; set; }

    [Inject]
    private BlastRadiusQuery Radius { get; set; } = null!;

    [Inject]
    private ChangeAuthorityStatus Change { get; set; } = null!;

    [Inject]
    private RetireAuthority RetireOne { get; set; } = null!;

    private int Stranded => _radius?.WithoutCredential ?? 0;

    private bool Ready => !IsBusy && _radius is not null && _typed == Authority.Name && (!Retire || Stranded == 0 || _evenIfStranded);

    /// <summary>Reads the impact before the person types the name.</summary>
    protected override Task OnInitializedAsync() => CountAsync();

    private Task CountAsync() =>
        ReadAsync(async actor => _radius = await Radius.OfAuthorityAsync(Authority.Id, actor, CancellationToken.None));

    private Task EndAsync() => Ready ? RunAsync(ExecuteAsync) : Task.CompletedTask;

    private async Task ExecuteAsync(Actor actor)
    {
        try
        {
            Dialog.Close(DialogResult.Ok(Retire
                ? await RetireOne.ExecuteAsync(Authority.Id, _evenIfStranded, actor, CancellationToken.None)
                : await Change.ExecuteAsync(Authority.Id, AuthorityStatus.Disabled, actor, CancellationToken.None)));
        }
        catch (FleetError)
        {
            // The refusal can mean that the impact has changed: read it again.
            await CountAsync();
            throw;
        }
    }
}
