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

/// <summary>
/// The panel that contains a Thing. It shows the impact, contains the Thing, and then shows the proof: the session closed, the reconnect
/// refused.
/// </summary>
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

    /// <summary>The Thing to contain.</summary>
    [Parameter, EditorRequired]
    public ThingView Thing { get; set; } = null!;

    /// <summary>The signed-in person, in whose name actions run.</summary>
    [Parameter, EditorRequired]
    public Actor Actor { get; set; } = null!;

    /// <summary>Called when the panel should close.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <summary>Called when a new certificate should be issued to the Thing.</summary>
    [Parameter]
    public EventCallback OnIssue { get; set; }

    /// <summary>Called when the Thing should be released.</summary>
    [Parameter]
    public EventCallback OnRelease { get; set; }

    /// <summary>Called when a certificate of the Thing should be revoked.</summary>
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

    /// <summary>The certificates that are on hold now. They can change while the panel is open.</summary>
    private IReadOnlyList<CertificateView> Held =>
        [.. Thing.Certificates.Where(certificate => certificate.Status == CertificateStatus.Inactive)];

    /// <inheritdoc/>
    public void Dispose() => _subscription?.Dispose();

    /// <summary>Reads the impact once, so that the panel can still show it beside the result.</summary>
    protected override async Task OnInitializedAsync()
    {
        _active = [.. Thing.Certificates.Where(certificate => certificate.Status == CertificateStatus.Active)];
        _radius = await Radius.OfThingAsync(Thing.Name, Actor, CancellationToken.None);
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");

    private async Task ContainAsync()
    {
        // Ignore a second click before the button is rendered as disabled.
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
