using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Compliance;

/// <summary>Runs all controls on one snapshot of the tables.</summary>
internal sealed class ScorecardEvaluator(
    Registry registry, ControlCatalogue catalogue, LiveConnections connections, TopicActivity activity)
{
    private const string Head = "SELECT Sequence, Hash FROM Audit ORDER BY Sequence DESC LIMIT 1";

    private static readonly string NoHash = new('0', 64);

    /// <summary>Measures now. It blocks the thread: SQLite reads without waiting for anything else.</summary>
    public Scorecard Evaluate(CancellationToken cancellationToken)
    {
        var started = registry.Time.GetTimestamp();
        using var db = registry.Read();
        db.Database.OpenConnection();
        using var sql = new PreparedStatements(db);

        // BEGIN takes no lock: the writer goes on, and every control reads the same snapshot.
        sql.Execute("BEGIN");
        try
        {
            var (sequence, hash) = sql.Rows(Head, row => (row.GetInt64(0), Convert.ToHexStringLower((byte[])row[1])))
                .DefaultIfEmpty((0, NoHash)).First();
            var now = registry.Time.GetUtcNow();
            var context = new ControlContext(db, sql, now, FleetTotals.Read(sql),
                [.. connections.Open.Where(connection => connection.ThingName is not null)], activity.Refusals());
            var results = new List<ControlResult>();
            foreach (var control in catalogue.Controls)
            {
                cancellationToken.ThrowIfCancellationRequested();
                results.Add(Run(control, context));
            }

            return new Scorecard(now, registry.Time.GetElapsedTime(started), [.. BestPractice.Recommendations.Select(recommendation =>
                new RecommendationResult(recommendation,
                    [.. results.Where(result => result.Description.Recommendation == recommendation.Id)]))], sequence, hash);
        }
        finally
        {
            sql.Execute("ROLLBACK");
        }
    }

    private static ControlResult Run(IControl control, ControlContext context)
    {
        var measurement = control.Measure(context);
        var evidence = EvidenceHash.Write(control.Description, measurement, context.Now);
        return new ControlResult(control.Description, measurement, evidence, EvidenceHash.Of(evidence));
    }
}
