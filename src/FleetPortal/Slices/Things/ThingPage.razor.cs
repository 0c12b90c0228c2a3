using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Applications;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Findings;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;
using FleetPortal.Hosting;
using FleetPortal.Slices.Applications;
using FleetPortal.Slices.Certificates;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Things;

/// <summary>The page of one Thing, with the tabs identity, topics, connections, activity and attributes.</summary>
public sealed partial class ThingPage
{
    private const int AttemptsShown = 25;
    private const int EntriesShown = 100;
    private const int FindingsShown = 3;

    private ThingView? _thing;
    private RotationView? _rotation;
    private IReadOnlyList<OpenEnrolmentToken> _tokens = [];
    private LiveConnection? _live;
    private LastDisconnect? _last;
    private SessionState? _session;
    private IReadOnlyList<TopicState> _topics = [];
    private IReadOnlyList<AttemptView> _attempts = [];
    private IReadOnlyList<AuditEntry> _entries = [];
    private IReadOnlyList<FindingRow> _findings = [];
    private Panel _panel;

    private enum Panel
    {
        None,
        Contain,
    }

    /// <summary>The name of the Thing.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    /// <summary>The tab: topics, connections, activity or attributes; null for identity.</summary>
    [Parameter]
    public string? Tab { get; set; }

    [Inject]
    private ThingQueries Things { get; set; } = null!;

    [Inject]
    private AttemptQueries Attempts { get; set; } = null!;

    [Inject]
    private AuditQueries Audit { get; set; } = null!;

    [Inject]
    private ConnectionQueries Connections { get; set; } = null!;

    [Inject]
    private ApplicationQueries Applications { get; set; } = null!;

    [Inject]
    private TopicQueries Topics { get; set; } = null!;

    [Inject]
    private BoundPorts Endpoints { get; set; } = null!;

    [Inject]
    private RotationQueries Rotations { get; set; } = null!;

    [Inject]
    private EnrolmentTokenQueries Tokens { get; set; } = null!;

    [Inject]
    private FindingQueries Findings { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    // Below a refusal the Thing of the address before is not shown.
    private ThingView? Shown => Reading.ShowsContent ? _thing : null;

    private string CurrentTab => Tab ?? "identity";

    private CertificateView? Best => _thing?.Certificates.OrderByDescending(x => x.IsUsable(Viewer.Now))
        .ThenByDescending(x => x.Status == CertificateStatus.Inactive).ThenByDescending(x => x.Key).FirstOrDefault();

    /// <inheritdoc/>
    protected override bool Samples => true;

    /// <summary>
    /// Returns whether the page must reload. An event without a Thing can concern every Thing, except an attempt of an unknown client.
    /// </summary>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.ThingName is { } name
        ? name.Equals(Name, StringComparison.OrdinalIgnoreCase)
        : fleetEvent.Kind != FleetEventKind.AttemptRecorded;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        // The router reuses this component for the next Thing: clear the data of the previous one.
        if (_thing is not null && !_thing.Name.Equals(Name, StringComparison.OrdinalIgnoreCase))
        {
            (_thing, _live, _rotation, _tokens, _findings, _panel) = (null, null, null, [], [], Panel.None);
        }

        _thing = await Things.FindAsync(Name, Actor, cancellationToken) ?? await LeadOnAsync(cancellationToken);
        _findings = (await Findings.ListAsync(new FindingQuery { Thing = _thing.Name, OnlyActive = true }, 0, FindingsShown, Actor,
            cancellationToken)).Items;
        _rotation = await Rotations.NewestAsync(_thing.Name, Actor, cancellationToken);
        _tokens = CurrentTab == "identity" && _thing.RetiredAt is null
            ? await Tokens.OpenAsync(_thing.Name, PrincipalKind.Thing, Actor, cancellationToken) : [];
        _attempts = CurrentTab == "connections"
            ? await Attempts.ListAsync(_thing.Name, null, null, AttemptsShown, Actor, cancellationToken) : [];
        _entries = CurrentTab == "activity" ? await Audit.OfThingAsync(_thing.Name, EntriesShown, Actor, cancellationToken) : [];
    }

    /// <summary>Opens the application of this name: an attempt and an audit entry name their principal without its kind.</summary>
    private async Task<ThingView> LeadOnAsync(CancellationToken cancellationToken)
    {
        if (await Applications.FindAsync(Name, Actor, cancellationToken) is not null)
        {
            Navigation.NavigateTo(ApplicationsByName.AddressOf(Name), replace: true);
        }

        throw FleetError.NotFound(ThingErrors.NotFound, Name);
    }

    /// <inheritdoc/>
    protected override void Sample()
    {
        if (_thing is { } thing)
        {
            (_live, _topics) = (Connections.OfClient(thing.Name, Actor), Topics.OfThing(thing.Name, Actor));
            _session = _live is null ? Connections.AbsentOfClient(thing.Name, Actor) : _live.Session?.Invoke();
            _last = Connections.LastDisconnectOf(thing.Name, Actor);
        }
    }

    private IEnumerable<(string Key, string Words, int? Count)> Tabs(ThingView thing) =>
    [
        ("identity", "Identity", thing.Certificates.Count), ("topics", "Topics", _topics.Count),
        ("connections", "Connections", null), ("activity", "Activity", null), ("attributes", "Attributes", thing.Attributes.Count),
    ];

    private string TabAddress(string key) => $"things/{Uri.EscapeDataString(Name)}{(key == "identity" ? "" : "/" + key)}";

    private async Task IssueAsync()
    {
        var dialog = await Dialogs.ShowAsync<IssueCertificateDialog>("Issue certificate",
            new DialogParameters<IssueCertificateDialog> { { x => x.ThingName, Name } });
        await dialog.Result;
        await ReloadAsync();
    }

    private async Task EditAsync()
    {
        var dialog = await Dialogs.ShowAsync<EditThingDialog>("Edit", new DialogParameters<EditThingDialog> { { x => x.Thing, _thing } });
        await dialog.Result;
        await ReloadAsync();
    }

    private async Task RevokeAsync(CertificateView certificate)
    {
        var dialog = await Dialogs.ShowAsync<RevokeDialog>("Revoke",
            new DialogParameters<RevokeDialog> { { x => x.Certificate, certificate } });
        if (await dialog.Result is { Canceled: false, Data: StatusChange change })
        {
            Say($"Revoked. {PropagationTimeLabels.Effective(change.Known)} {Sessions(change.SessionsClosed)}.");
            await ReloadAsync();
        }
    }

    private async Task HoldAsync(CertificateView certificate)
    {
        var dialog = await Dialogs.ShowAsync<HoldDialog>("Hold", new DialogParameters<HoldDialog> { { x => x.Certificate, certificate } });
        if (await dialog.Result is { Canceled: false, Data: StatusChange change })
        {
            Say($"On hold. {PropagationTimeLabels.Effective(change.Known)} {Sessions(change.SessionsClosed)}.");
            await ReloadAsync();
        }
    }

    private async Task ReleaseOneAsync(CertificateView certificate)
    {
        if (await ReleaseDialog.AskAsync(Dialogs, Name, certificate) is not null)
        {
            Say($"Released. {Name} can connect again.");
            await ReloadAsync();
        }
    }

    private async Task RotateAsync()
    {
        var parameters = new DialogParameters<RotateThingDialog> { { x => x.ThingName, Name }, { x => x.IsConnected, _live is not null } };
        var dialog = await Dialogs.ShowAsync<RotateThingDialog>("Rotate", parameters);
        if (await dialog.Result is { Canceled: false })
        {
            Say(_live is null ? $"{Name} is not connected. It is asked when it connects." : $"Asked {Name} to renew its certificate.");
            await ReloadAsync();
        }
    }

    private async Task ReleaseAsync()
    {
        if (await ReleaseDialog.AskAsync(Dialogs, Name) is { } released)
        {
            _panel = Panel.None;
            Say(released == 0 ? $"The containment of {Name} put no certificate on hold. Release its certificates one by one."
                : $"{Name} is released: {Count(released, "certificate")} active again.");
            await ReloadAsync();
        }
    }

    private async Task RetireAsync()
    {
        var parameters = new DialogParameters<RetireThingDialog>
        {
            { x => x.ThingName, Name },
            { x => x.IsRetired, _thing!.RetiredAt is not null },
            { x => x.MayForget, Actor.May(Permission.Administer) },
        };
        var dialog = await Dialogs.ShowAsync<RetireThingDialog>("Retire", parameters);
        if (await dialog.Result is { Canceled: false, Data: bool forgotten })
        {
            Say(forgotten ? $"{Name} is forgotten. The name is free." : $"{Name} is retired.");
            if (forgotten)
            {
                Navigation.NavigateTo("things");
            }
            else
            {
                await ReloadAsync();
            }
        }
    }

    private async Task ClosePanelAsync()
    {
        _panel = Panel.None;
        await ReloadAsync();
    }

    private void Say(string what) => Snackbar.Add(what, Severity.Normal);

    private static string Sessions(int closed) => closed switch
    {
        0 => "No session was open",
        1 => "1 session closed",
        _ => $"{closed} sessions closed",
    };
}
