using FleetPortal.Fleet.Things;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Things;

/// <summary>
/// The dialog that changes type, groups and attributes of a Thing. It sends the version that it read, so it cannot overwrite a change that
/// another person saved in the meantime.
/// </summary>
public sealed partial class EditThingDialog
{
    private string _type = "";
    private string _groups = "";
    private string _attributes = "";
    private bool _enabled;
    private bool _rollingProof;

    /// <summary>The Thing with the version that was read.</summary>
    [Parameter, EditorRequired]
    public ThingView Thing { get; set; } = null!;

    [Inject]
    private UpdateThing Update { get; set; } = null!;

    private bool ChangesRights => _type.Trim() != (Thing.Type ?? "");

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _type = Thing.Type ?? "";
        _groups = string.Join(' ', Thing.Groups);
        _attributes = string.Join('\n', Thing.Attributes.Select(pair => $"{pair.Key} = {pair.Value}"));
        _enabled = Thing.Enabled;
        _rollingProof = Thing.RollingProof;
    }

    private Task SaveAsync() => RunAsync(async actor =>
    {
        var groups = _groups.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        await Update.ExecuteAsync(new UpdateThingRequest(Thing.Name,
            _type.Trim(), groups, AttributeLines.Parse(_attributes), _enabled, Thing.Version, _rollingProof), actor,
            CancellationToken.None);
        Dialog.Close(DialogResult.Ok(true));
    });
}
