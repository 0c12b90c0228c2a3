using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Compliance;

/// <summary>Reads the scorecard of Best Practice 1.1. Every method needs <see cref="Permission.Read"/>.</summary>
public sealed class ComplianceQueries
{
    private readonly Registry _registry;
    private readonly ScorecardKeeper _keeper;
    private readonly Dictionary<string, string> _recommendations;

    /// <summary>Creates the queries on a keeper and its catalogue.</summary>
    internal ComplianceQueries(Registry registry, ScorecardKeeper keeper, ControlCatalogue catalogue)
    {
        (_registry, _keeper) = (registry, keeper);
        _recommendations = catalogue.Controls.ToDictionary(
            control => control.Description.Id, control => control.Description.Recommendation, StringComparer.Ordinal);
    }

    /// <summary>Returns the newest scorecard, which is a few seconds old at most, or 30 seconds if measuring takes long.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public Task<Scorecard> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return _keeper.LatestAsync(cancellationToken);
    }

    /// <summary>Returns the scores of the last days.</summary>
    /// <param name="days">The number of days before today, 1 to <see cref="ScorecardHistory.MaxDays"/>.</param>
    /// <param name="actor">Needs <see cref="Permission.Read"/>.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="FleetError"><c>forbidden</c>; <c>history-days-invalid</c>.</exception>
    public async Task<ScorecardHistory> HistoryAsync(int days, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        if (days is < 1 or > ScorecardHistory.MaxDays)
        {
            throw new FleetError(ComplianceErrors.HistoryDaysInvalid,
                [new Fault("days", $"Ask for 1 to {ScorecardHistory.MaxDays} days.")]);
        }

        await using var db = _registry.Read();
        var rows = (await db.Set<ComplianceDayRecord>().OrderBy(x => x.Day).ToListAsync(cancellationToken))
            .Where(row => _recommendations.ContainsKey(row.ControlId)).ToList();
        var first = DateOnly.FromDateTime(_registry.Time.GetUtcNow().UtcDateTime).DayNumber - days;
        return new ScorecardHistory(
            [.. rows.Where(row => row.Day > first).GroupBy(row => row.Day).Select(DayOf)],
            rows.GroupBy(row => row.ControlId).Select(BelowSince).OfType<KeyValuePair<string, DateOnly>>()
                .ToDictionary(StringComparer.Ordinal));
    }

    private ScorecardDay DayOf(IGrouping<int, ComplianceDayRecord> day)
    {
        var scores = day.GroupBy(row => _recommendations[row.ControlId]).ToDictionary(
            group => group.Key, group => ScoreArithmetic.Mean(group.Select(row => ScoreArithmetic.OfControl(row.State, row.Applicable,
                row.Compliant))), StringComparer.Ordinal);
        return new ScorecardDay(DateOnly.FromDayNumber(day.Key), ScoreArithmetic.Mean(scores.Values), scores);
    }

    private static KeyValuePair<string, DateOnly>? BelowSince(IEnumerable<ComplianceDayRecord> oldestFirst)
    {
        var below = oldestFirst.Reverse()
            .TakeWhile(row => row.State is not (ControlState.Met or ControlState.NothingToMeasure)).LastOrDefault();
        return below is null ? null : KeyValuePair.Create(below.ControlId, DateOnly.FromDayNumber(below.Day));
    }
}
