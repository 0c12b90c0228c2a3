using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Lifecycle;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Things;

/// <summary>Retires a Thing, or forgets a retired one: shows what depends on it, and asks for its name. Closes with whether the name is free.</summary>
public sealed partial class RetireThingDialog
{
    private BlastRadius? _radius;
    private bool _forget;
    private string _typed = "";

    /// <summary>Which Thing.</summary>
    [Parameter, EditorRequired]
    public string ThingName { get; set; } = "";

    /// <summary>It is retired already; what is left is to free its name.</summary>
    [Parameter]
    public bool IsRetired { get; set; }

    /// <summary>Whether the viewer may free names: administrators may.</summary>
    [Parameter]
    public bool MayForget { get; set; }

    [Inject]
    private RetireThing Retire { get; set; } = null!;

    [Inject]
    private BlastRadiusQuery Radius { get; set; } = null!;

    private bool Forgets => IsRetired || (_forget && MayForget);

    /// <summary>What depends on it is counted before anybody types.</summary>
    protected override Task OnInitializedAsync() => IsRetired ? Task.CompletedTask : ReadAsync(async actor => _radius = await Radius.OfRetiringAsync(ThingName, actor, CancellationToken.None));

    private Task RetireAsync() => _typed != ThingName ? Task.CompletedTask : RunAsync(async actor =>
    {
        await Retire.ExecuteAsync(ThingName, Forgets, actor, CancellationToken.None);
        Dialog.Close(DialogResult.Ok(Forgets));
    });
}
