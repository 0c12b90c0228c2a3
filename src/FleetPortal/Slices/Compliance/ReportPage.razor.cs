using FleetPortal.Authentication;
using FleetPortal.Components.Controls;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Compliance;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace FleetPortal.Slices.Compliance;

/// <summary>The report for paper: everything open, with the evidence and its hashes. All times are UTC.</summary>
public sealed partial class ReportPage
{
    private Scorecard? _scorecard;
    private ScorecardHistory _history = new([], new Dictionary<string, DateOnly>());
    private DateTimeOffset _printedAt;
    private string _person = "";
    private string? _fault;

    [CascadingParameter]
    private HttpContext? Context { get; set; }

    [Inject]
    private ComplianceQueries Compliance { get; set; } = null!;

    [Inject]
    private PortalSettings Settings { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private string Portal => Settings.PublicAddress ?? Context?.Request.Host.Value ?? "";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Context?.User.FindActor() is not { } person)
        {
            _fault = "Sign in again.";
            return;
        }

        try
        {
            (_person, _printedAt) = (TextParts.Plain(person.Name), Clock.GetUtcNow());
            _scorecard = await Compliance.ReadAsync(person, Context.RequestAborted);
            _history = await Compliance.HistoryAsync(ScorecardHistory.DefaultDays, person, Context.RequestAborted);
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("d MMM yyyy HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
}
