using FleetPortal.Fleet.Lifecycle;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Things;

/// <summary>
/// The dialog that retires a Thing, or forgets a retired one. It shows the impact and asks for the name. Its result tells whether the name
/// is free again.
/// </summary>
public sealed partial class RetireThingDialog
{
    private BlastRadius? _radius;
    private bool _forget;
    private string _typed = "";

    /// <summary>The name of the Thing.</summary>
    [Parameter, EditorRequired]
    public string ThingName { get; set; } = "";

    /// <summary>Whether the Thing is retired already. The dialog then only frees its name.</summary>
    [Parameter]
    public bool IsRetired { get; set; }

    /// <summary>Whether the signed-in person may free names, which needs the role administrator.</summary>
    [Parameter]
    public bool MayForget { get; set; }

    [Inject]
    private RetireThing Retire { get; set; } = null!;

    [Inject]
    private BlastRadiusQuery Radius { get; set; } = null!;

    private bool Forgets => IsRetired || (_forget && MayForget);

    /// <summary>Counts the impact before the person types the name.</summary>
    protected override Task OnInitializedAsync() => IsRetired
        ? Task.CompletedTask : ReadAsync(async actor => _radius = await Radius.OfRetiringAsync(ThingName, actor, CancellationToken.None));

    private Task RetireAsync() => _typed != ThingName ? Task.CompletedTask : RunAsync(async actor =>
    {
        await Retire.ExecuteAsync(ThingName, Forgets, actor, CancellationToken.None);
        Dialog.Close(DialogResult.Ok(Forgets));
    });
}
