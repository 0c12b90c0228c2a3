using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Findings;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Findings;

/// <summary>The dialog that resolves, accepts, assigns a finding, or comments on it.</summary>
public sealed partial class FindingDialog
{
    private static readonly int[] AcceptDays = [7, 30, 90, 180, 365];

    private string _text = "";
    private int _days = AcceptDays[1];

    /// <summary>What the dialog does.</summary>
    [Parameter, EditorRequired]
    public FindingTask Task { get; set; }

    /// <summary>The finding that it changes.</summary>
    [Parameter, EditorRequired]
    public FindingRow Finding { get; set; } = null!;

    [Inject]
    private CloseFinding Close { get; set; } = null!;

    [Inject]
    private DiscussFinding Discuss { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private string Title => Task switch
    {
        FindingTask.Resolve => $"Resolve {Finding.Id}?",
        FindingTask.Accept => $"Accept the risk of {Finding.Id}?",
        FindingTask.Comment => $"Comment on {Finding.Id}",
        _ => $"Assign {Finding.Id}",
    };

    private string Action => Task switch
    {
        FindingTask.Resolve => $"Resolve {Finding.Id}",
        FindingTask.Accept => "Accept the risk",
        FindingTask.Comment => "Add comment",
        _ => "Assign",
    };

    private string TextLabel => Task == FindingTask.Comment ? "Comment" : "Note for the audit trail (optional)";

    private string? Explanation => Task switch
    {
        FindingTask.Resolve => "Certificates on hold stay on hold. If it happens again, a new finding is opened.",
        FindingTask.Accept => "Until that day the same finding is not opened again. Its evidence is still kept.",
        _ => null,
    };

    /// <summary>Shows the dialog. Returns whether something was saved.</summary>
    public static async Task<bool> AskAsync(IDialogService dialogs, FindingTask task, FindingRow finding)
    {
        ArgumentNullException.ThrowIfNull(dialogs);
        var dialog = await dialogs.ShowAsync<FindingDialog>("Finding",
            new DialogParameters<FindingDialog> { { x => x.Task, task }, { x => x.Finding, finding } });
        return await dialog.Result is { Canceled: false };
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _text = Task == FindingTask.Assign ? Finding.Assignee ?? "" : "";

    private Task SaveAsync() => RunAsync(async actor =>
    {
        var note = string.IsNullOrWhiteSpace(_text) ? null : _text;
        await (Task switch
        {
            FindingTask.Resolve => Close.ResolveAsync(Finding.Id, note, actor, CancellationToken.None),
            FindingTask.Accept => Close.AcceptAsync(Finding.Id, Viewer.Now.AddDays(_days), note, actor, CancellationToken.None),
            FindingTask.Comment => Discuss.CommentAsync(Finding.Id, _text, actor, CancellationToken.None),
            _ => Discuss.AssignAsync(Finding.Id, note, actor, CancellationToken.None),
        });
        Complete();
    });
}
