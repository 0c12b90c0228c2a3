using System.Globalization;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Lifecycle;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Things;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Things;

/// <summary>Says what containing will do, does it, and ticks off what is proven: the session closed, the reconnect refused.</summary>
public sealed partial class ContainPanel : IDisposable
{
    private IReadOnlyList<CertificateView> _active = [];
    private BlastRadius? _radius;
    private string _note = "";
    private string? _fault;
    private bool _busy;
    private DateTimeOffset _startedAt;
    private Containment? _done;
    private AttemptView? _refused;
    private TimeSpan? _proven;
    private IDisposable? _subscription;

    /// <summary>Which Thing.</summary>
    [Parameter, EditorRequired]
    public ThingView Thing { get; set; } = null!;

    /// <summary>Who does it.</summary>
    [Parameter, EditorRequired]
    public Actor Actor { get; set; } = null!;

    /// <summary>The panel is to go.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <summary>It is to get a new certificate.</summary>
    [Parameter]
    public EventCallback OnIssue { get; set; }

    /// <summary>It is to be let in again.</summary>
    [Parameter]
    public EventCallback OnRelease { get; set; }

    /// <summary>What let it in is to be ended for good.</summary>
    [Parameter]
    public EventCallback<CertificateView> OnRevoke { get; set; }

    [Inject]
    private ContainThing Contain { get; set; } = null!;

    [Inject]
    private BlastRadiusQuery Radius { get; set; } = null!;

    [Inject]
    private AttemptQueries Attempts { get; set; } = null!;

    [Inject]
    private FleetEvents Events { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>What is on hold now: another may have been issued while the panel was open, or one revoked since.</summary>
    private IReadOnlyList<CertificateView> Held => [.. Thing.Certificates.Where(certificate => certificate.Status == CertificateStatus.Inactive)];

    /// <inheritdoc/>
    public void Dispose() => _subscription?.Dispose();

    /// <summary>What it will do is read once, so that it still stands beside what it did.</summary>
    protected override async Task OnInitializedAsync()
    {
        _active = [.. Thing.Certificates.Where(certificate => certificate.Status == CertificateStatus.Active)];
        _radius = await Radius.OfThingAsync(Thing.Name, Actor, CancellationToken.None);
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");

    private async Task ContainAsync()
    {
        // A second press of the button, before the page has drawn it disabled.
        if (_busy || _done is not null)
        {
            return;
        }

        (_busy, _fault, _startedAt) = (true, null, Time.GetUtcNow());
        try
        {
            _subscription = Events.Subscribe(Actor, fleetEvent =>
            {
                if (fleetEvent.Kind == FleetEventKind.AttemptRecorded && _refused is null)
                {
                    _ = InvokeAsync(LookForRefusalAsync);
                }
            });
            _done = await Contain.ExecuteAsync(Thing.Name, string.IsNullOrWhiteSpace(_note) ? null : _note, Actor, CancellationToken.None);
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task LookForRefusalAsync()
    {
        var refused = await Attempts.ListAsync(Thing.Name, allowed: false, null, 1, Actor, CancellationToken.None);
        if (_refused is null && refused.Count > 0 && refused[0].At >= _startedAt && refused[0].Code == RefusalCodes.StatusNotActive)
        {
            (_refused, _proven) = (refused[0], refused[0].At - _startedAt);
            StateHasChanged();
        }
    }
}
