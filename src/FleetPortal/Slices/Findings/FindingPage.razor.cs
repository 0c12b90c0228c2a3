using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Compliance;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Findings;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using FleetPortal.Slices.Certificates;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Findings;

/// <summary>The page of one finding: both endpoints side by side, why the portal says so, what happened, and what to do.</summary>
public sealed partial class FindingPage
{
    private FindingView? _finding;
    private ThingView? _thing;
    private ClientEndpoint? _live;
    private Scorecard? _scorecard;
    private bool _contains;

    /// <summary>The identifier of the finding, such as <c>F-12</c>.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private FindingQueries Findings { get; set; } = null!;

    [Inject]
    private CloseFinding Close { get; set; } = null!;

    [Inject]
    private ContainFinding Contain { get; set; } = null!;

    [Inject]
    private ComplianceQueries Compliance { get; set; } = null!;

    [Inject]
    private ThingQueries Things { get; set; } = null!;

    [Inject]
    private ConnectionQueries Connections { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    // Below a refusal the finding of the address before is not shown.
    private FindingView? Shown => Reading.ShowsContent ? _finding : null;

    private string Address => Navigation.ToAbsoluteUri(FindingLabels.Address(Shown?.Row.Id ?? Id)).ToString();

    /// <inheritdoc/>
    protected override bool Samples => true;

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind is FleetEventKind.FindingChanged
        || (fleetEvent.ThingName is { } name && name == _finding?.Row.Principal && fleetEvent.Kind != FleetEventKind.AttemptRecorded);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _finding = await Findings.FindAsync(Id, Actor, cancellationToken) ?? throw FleetError.NotFound(FindingErrors.NotFound, Id);
        _thing = _finding is { PrincipalKind: PrincipalKind.Thing, Row.Principal: { } name }
            ? await Things.FindAsync(name, Actor, cancellationToken) : null;
        _scorecard = await Compliance.ReadAsync(Actor, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Sample() => _live = _finding?.Row.Principal is { } name
        && Connections.OfClient(_finding.Evidence.Endpoints is [var first, ..] ? first.ClientId : name, Actor) is { } live
            ? ClientEndpoint.Of(live) : null;

    private string StateWords(FindingRow row) => row.State switch
    {
        FindingState.Open => $"Open for {RelativeTimeLabels.Duration(Viewer.Now - row.FirstSeenAt)}",
        FindingState.Accepted when row.AcceptedUntil is { } until => $"Accepted until {Viewer.Day(until)}",
        _ => $"{FindingLabels.State(row.State).Word} {Viewer.Relative(row.StateChangedAt)}",
    };

    private static string Place(FindingView finding) => (finding.ThingType, finding.Groups) switch
    {
        ({ } type, [var group, ..]) => $", {type} in {group}",
        ({ } type, _) => $", {type}",
        (_, [var group, ..]) => $", in {group}",
        _ when finding.PrincipalKind == PrincipalKind.Application => ", an application",
        _ => "",
    };

    private DateTimeOffset ChartEnd(FindingView finding) =>
        finding.Row.State == FindingState.Open ? Viewer.Now : finding.Row.StateChangedAt;

    private async Task ContainAsync()
    {
        if (_thing is not null)
        {
            _contains = true;
            return;
        }

        var name = _finding!.Row.Principal!;
        if (await ConfirmDialog.AskAsync(Dialogs, $"Contain {name}?",
            "Its certificates are put on hold and its sessions are closed. You can release them.", $"Contain {name}", "hold"))
        {
            await TryAsync(async () =>
            {
                var done = await Contain.ExecuteAsync(Id, null, Actor, CancellationToken.None);
                Say($"{name} is contained: {Quantity.Count(done.SessionsClosed, "session")} closed.");
            });
        }
    }

    private async Task ResolveAsync() => await DoneAsync(await FindingDialog.AskAsync(Dialogs, FindingTask.Resolve, Shown!.Row));

    private async Task AcceptAsync() => await DoneAsync(await FindingDialog.AskAsync(Dialogs, FindingTask.Accept, Shown!.Row));

    private async Task CommentAsync() => await DoneAsync(await FindingDialog.AskAsync(Dialogs, FindingTask.Comment, Shown!.Row));

    private async Task AssignAsync() => await DoneAsync(await FindingDialog.AskAsync(Dialogs, FindingTask.Assign, Shown!.Row));

    private Task ReopenAsync() => TryAsync(() => Close.ReopenAsync(Id, null, Actor, CancellationToken.None));

    private async Task DoneAsync(bool done)
    {
        if (done)
        {
            await ReloadAsync();
        }
    }

    private async Task TryAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (FleetError e)
        {
            Say(e.Message);
        }

        await ReloadAsync();
    }

    private async Task IssueAsync()
    {
        var dialog = await Dialogs.ShowAsync<IssueCertificateDialog>("Issue certificate",
            new DialogParameters<IssueCertificateDialog> { { x => x.ThingName, _thing!.Name } });
        await dialog.Result;
        await ReloadAsync();
    }

    private async Task ReleaseAsync()
    {
        if (await ReleaseDialog.AskAsync(Dialogs, _thing!.Name) is not null)
        {
            _contains = false;
            await ReloadAsync();
        }
    }

    private async Task RevokeAsync(CertificateView certificate)
    {
        var dialog = await Dialogs.ShowAsync<RevokeDialog>("Revoke",
            new DialogParameters<RevokeDialog> { { x => x.Certificate, certificate } });
        await dialog.Result;
        await ReloadAsync();
    }

    private async Task ClosePanelAsync()
    {
        _contains = false;
        await ReloadAsync();
    }

    private void Say(string what) => Snackbar.Add(what, Severity.Normal);
}
