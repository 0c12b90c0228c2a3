using FleetPortal.Components.Controls;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Applications;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Hosting;
using FleetPortal.Slices.Certificates;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Applications;

/// <summary>The panel of one application: its rights, connections and certificates, and what only it hears.</summary>
public sealed partial class ApplicationPanel
{
    private const int CertificatesShown = 5;
    private const int SessionsShown = 8;

    // Sessions without a connection are found by a look at all sessions.
    private static readonly TimeSpan AbsentInterval = TimeSpan.FromSeconds(5);

    private ApplicationView? _view;
    private IReadOnlyList<ConnectionLine> _live = [];
    private IReadOnlyList<AbsentSession> _absent = [];
    private DateTimeOffset _absentDue;
    private IReadOnlyList<OpenEnrolmentToken> _tokens = [];
    private string? _fault;

    /// <summary>The name of the application.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    /// <summary>Who hears what now.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<HeardMessages> Heard { get; set; } = [];

    /// <summary>Called when the panel should close.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnClose { get; set; }

    [Inject]
    private ApplicationQueries Applications { get; set; } = null!;

    [Inject]
    private ConnectionQueries Connections { get; set; } = null!;

    [Inject]
    private EnrolmentTokenQueries Tokens { get; set; } = null!;

    [Inject]
    private UpdateApplication Update { get; set; } = null!;

    [Inject]
    private DeleteApplication Delete { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private PortalSettings Settings { get; set; } = null!;

    [Inject]
    private BoundPorts Endpoints { get; set; } = null!;

    private sealed record ConnectionLine(string ClientId, string Address, DateTimeOffset Since, double Out);

    /// <inheritdoc/>
    protected override bool Samples => true;

    private List<HeardMessages> Alone => [.. Heard.Where(one => one.HeardBy is [var only] && only == Name && one.Away.Count == 0)];

    private string State => _view switch
    {
        null => "",
        { DeletedAt: not null } => "deleted",
        { Enabled: false } => "disabled",
        _ when _live.Count == 0 => "not connected",
        _ => $"connected, {Tenths(_live.Sum(line => line.Out))} messages/s out",
    };

    // Without a certificate that works, the command could not work either.
    private string? Command => _view is { DeletedAt: null, Enabled: true, Rights.Hears: [var first, ..] } view
        && view.Certificates.Any(one => one.IsUsable(Viewer.Now))
        ? $"mosquitto_sub -V 5 -i {Name}.try -h {Settings.PublicHost} -p {Endpoints.MqttPort} --cafile roots.pem --cert {Name}.pem "
            + $"--key {Name}.key -t '{first.Filter}' -v" : null;

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.ThingName == Name;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _absentDue = default;
        _view = await Applications.FindAsync(Name, Actor, cancellationToken)
            ?? throw FleetError.NotFound(ApplicationErrors.NotFound, Name);
        _tokens = _view.DeletedAt is null ? await Tokens.OpenAsync(Name, PrincipalKind.Application, Actor, cancellationToken) : [];
    }

    /// <inheritdoc/>
    protected override void Sample()
    {
        var now = Viewer.Now;
        _live = [.. Connections.OfApplication(Name, Actor).Select(live =>
            new ConnectionLine(live.ClientId, live.RemoteAddress, live.ConnectedAt, live.Outgoing.PerSecond(now)))];
        if (now >= _absentDue)
        {
            (_absent, _absentDue) = (Connections.AbsentOfApplication(Name, Actor), now + AbsentInterval);
        }
    }

    private static string SessionsClosed(StatusChange change) =>
        change.SessionsClosed == 0 ? "No session was open." : $"{Count(change.SessionsClosed, "session")} closed.";

    private static string Lower(string label) => char.ToLowerInvariant(label[0]) + label[1..];

    private static string Dropped(SessionState session) =>
        session.Dropped == 0 ? "none dropped" : $"{Count(session.Dropped, "message")} dropped";

    private static string SessionAddress(string clientId) => $"connections/live/{Uri.EscapeDataString(clientId)}";

    private async Task IssueAsync()
    {
        await (await Dialogs.ShowAsync<IssueCertificateDialog>("Issue certificate", new DialogParameters<IssueCertificateDialog>
        {
            { x => x.ThingName, Name }, { x => x.Owner, PrincipalKind.Application },
        })).Result;
        await ReloadAsync();
    }

    private async Task ChangeAsync<TDialog>(CertificateView certificate, string done)
        where TDialog : CertificateDialog
    {
        var dialog = await Dialogs.ShowAsync<TDialog>(
            "Certificate", new DialogParameters<TDialog> { { x => x.Certificate, certificate } });
        if (await dialog.Result is { Canceled: false, Data: StatusChange change })
        {
            Snackbar.Add(string.Join(' ', new[] { done, PropagationTimeLabels.Effective(change.Known), SessionsClosed(change) }
                .Where(part => part.Length > 0)), Severity.Normal);
        }

        await ReloadAsync();
    }

    private async Task ReleaseAsync(CertificateView certificate)
    {
        if (await ReleaseDialog.AskAsync(Dialogs, Name, certificate) is not null)
        {
            Snackbar.Add($"Released. {Name} can connect with it again.", Severity.Normal);
        }

        await ReloadAsync();
    }

    private async Task EditAsync()
    {
        await (await Dialogs.ShowAsync<ApplicationDialog>("Edit application",
            new DialogParameters<ApplicationDialog> { { x => x.Application, _view } })).Result;
        await ReloadAsync();
    }

    private Task EnableAsync() => TryAsync(() => Update.ExecuteAsync(new UpdateApplicationRequest(Name, Enabled: true), Actor, Left));

    private async Task DisableAsync()
    {
        var text = "The portal closes all of its connections and refuses new ones until it is enabled again. Its certificates stay active.";
        if (await ConfirmDialog.AskAsync(Dialogs, $"Disable {Name}?", text, $"Disable {Name}", "hold"))
        {
            await TryAsync(() => Update.ExecuteAsync(new UpdateApplicationRequest(Name, Enabled: false), Actor, Left));
        }
    }

    private async Task DeleteAsync()
    {
        var text = "The portal closes all of its connections and revokes its certificates. Its name stays reserved. This cannot be undone.";
        if (!await ConfirmDialog.AskAsync(Dialogs, $"Delete {Name}?", text, $"Delete {Name}", "danger"))
        {
            return;
        }

        await TryAsync(() => Delete.ExecuteAsync(Name, Actor, Left));
        if (_fault is null)
        {
            Snackbar.Add($"{Name} is deleted. Its certificates are revoked.", Severity.Normal);
            await OnClose.InvokeAsync();
        }
    }

    private async Task TryAsync(Func<Task> action)
    {
        _fault = null;
        try
        {
            await action();
            await ReloadAsync();
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
    }
}
