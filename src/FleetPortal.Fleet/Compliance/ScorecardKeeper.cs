using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Compliance;

/// <summary>
/// Keeps the newest scorecard, and one row a day of each control for the trend. In memory: one scorecard, which the next one replaces.
/// </summary>
internal sealed class ScorecardKeeper(Registry registry, ScorecardEvaluator evaluator) : IDisposable
{
    /// <summary>How long the rows of the trend are kept, in days.</summary>
    public const int KeptDays = 400;

    // A page that stays open must not keep a core busy: after an evaluation, rest for this many times its duration.
    private const int Rest = 10;

    private const string Store = """
        INSERT INTO ComplianceDays (Day, ControlId, State, Applicable, Compliant) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (Day, ControlId) DO UPDATE SET State = excluded.State, Applicable = excluded.Applicable, Compliant = excluded.Compliant
        """;

    private static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostAge = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private Scorecard? _latest;

    /// <summary>
    /// Returns the newest scorecard. Measures again if it is older than five seconds and than its rest, or than 30 seconds.
    /// </summary>
    public async Task<Scorecard> LatestAsync(CancellationToken cancellationToken)
    {
        if (Fresh() is { } known)
        {
            return known;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            return Fresh() ?? await MeasureAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Measures, and stores the row of the day of each control. For the upkeep.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        Scorecard scorecard;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            scorecard = await MeasureAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }

        var day = DateOnly.FromDateTime(scorecard.MeasuredAt.UtcDateTime).DayNumber;
        await registry.WriteAsync(scope =>
        {
            foreach (var control in scorecard.Controls)
            {
                scope.Statements.Execute(Store, day, control.Description.Id, (int)control.Measurement.State,
                    control.Measurement.Applicable, control.Measurement.Compliant);
            }

            scope.Statements.Execute("DELETE FROM ComplianceDays WHERE Day <= $1", day - KeptDays);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private Scorecard? Fresh()
    {
        if (_latest is not { } latest)
        {
            return null;
        }

        var age = registry.Time.GetUtcNow() - latest.MeasuredAt;
        return age >= TimeSpan.Zero && (age < LeastAge || (age < latest.Took * Rest && age < MostAge)) ? latest : null;
    }

    // On a thread of its own: reading a million Things must not hold up the thread of a page.
    private async Task<Scorecard> MeasureAsync(CancellationToken cancellationToken) =>
        _latest = await Task.Run(() => evaluator.Evaluate(cancellationToken), cancellationToken);
}
