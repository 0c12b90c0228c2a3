using FleetPortal.Fleet.Applications;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Applications;

/// <summary>The dialog that creates an application, or changes its owner, its limit and its rights. Returns its name.</summary>
public sealed partial class ApplicationDialog
{
    private string _name = "";
    private string _owner = "";
    private string _note = "";
    private string _hears = "";
    private string _publishes = "";
    private int _connections = ApplicationDetails.DefaultConnections;
    private string _preset = RightPreset.All[0].Id;
    private string _word = "";

    /// <summary>The application to change; null creates one.</summary>
    [Parameter]
    public ApplicationView? Application { get; set; }

    [Inject]
    private CreateApplication Create { get; set; } = null!;

    [Inject]
    private UpdateApplication Update { get; set; } = null!;

    private RightPreset Preset => RightPreset.All.First(preset => preset.Id == _preset);

    private string Named => Application?.Name ?? (string.IsNullOrWhiteSpace(_name) ? "historian" : _name.Trim());

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (Application is { } application)
        {
            (_owner, _note, _connections) = (application.Owner, application.Note, application.MaxConnections);
            (_hears, _publishes) = (TextOf(application.Rights.Hears), TextOf(application.Rights.Publishes));
        }
    }

    private void AddPreset()
    {
        _hears = Joined(_hears, Preset.Hears(_word.Trim(), Named));
        _publishes = Joined(_publishes, Preset.Publishes(_word.Trim(), Named));
        _word = "";
    }

    private Task SaveAsync() => RunAsync(async actor =>
    {
        if (!string.IsNullOrWhiteSpace(_word))
        {
            throw new FleetError(ApplicationErrors.Invalid, [new Fault("hears",
                $"The common rights for {_word.Trim()} are not in the lists yet. Choose Add rights, or clear the field.")]);
        }

        var (hears, publishes) = (LinesOf(_hears), LinesOf(_publishes));
        if (Application is { } application)
        {
            await Update.ExecuteAsync(
                new UpdateApplicationRequest(application.Name, _owner, _note, hears, publishes, _connections, Version: application.Version),
                actor, CancellationToken.None);
            Dialog.Close(DialogResult.Ok(application.Name));
        }
        else
        {
            Dialog.Close(DialogResult.Ok(await Create.ExecuteAsync(
                new CreateApplicationRequest(_name.Trim(), _owner, _note, hears, publishes, _connections), actor, CancellationToken.None)));
        }
    });

    private static string Joined(string text, string[] filters) =>
        string.Join('\n', LinesOf(text).Concat(filters).Distinct(StringComparer.Ordinal));

    private static string[] LinesOf(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string TextOf(IReadOnlyList<TopicRight> rights) => string.Join('\n', rights.Select(right => right.Text));
}
