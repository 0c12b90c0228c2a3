using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Audit;

/// <summary>The panel of one audit entry: actor, time, address, reason, changed values, and its hashes.</summary>
public sealed partial class AuditEntryPanel
{
    private AuditDetails _details = null!;
    private IReadOnlyList<(string Name, string? Before, string? After)> _changes = [];

    /// <summary>The entry with the entries before and after it.</summary>
    [Parameter, EditorRequired]
    public AuditNeighbours Opened { get; set; } = null!;

    /// <summary>The address of the list without the panel.</summary>
    [Parameter, EditorRequired]
    public string CloseAddress { get; set; } = "";

    /// <summary>Returns the address that opens the entry with a number.</summary>
    [Parameter, EditorRequired]
    public Func<long, string> AddressOf { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private AuditEntry Entry => Opened.Entry;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _details = AuditDetails.Read(Entry.Details);
        _changes = AuditLabels.Changes(_details);
    }

    private static string KindOf(string kind) => kind switch
    {
        ActorKinds.System => "the portal",
        ActorKinds.Account => "person",
        ActorKinds.Token => "API token",
        _ => kind,
    };
}
