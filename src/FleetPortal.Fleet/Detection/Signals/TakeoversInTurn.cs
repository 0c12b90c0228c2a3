using System.Globalization;

namespace FleetPortal.Fleet.Detection.Signals;

/// <summary>
/// Endpoints take one client identifier from each other in turn. A takeover alone proves nothing: a quick reconnect causes one too. It
/// counts when the endpoint that was thrown out comes back.
/// </summary>
internal sealed class TakeoversInTurn : ISignal
{
    private const int OfLiveEndpoint = 30;
    private const int OfSilentEndpoint = 12;
    private const int OfEqualClients = 20;
    private const int MaxPoints = 75;

    public IEnumerable<ScoreReason> Weigh(Trail trail, DetectionLimits limits)
    {
        var points = 0;
        for (var i = 1; i < trail.Takeovers.Count; i++)
        {
            points += PointsOf(trail.Takeovers, i);
        }

        if (points > 0)
        {
            var took = trail.Takeovers[^1].Since - trail.Takeovers[0].Since;
            yield return new ScoreReason(TakeoverKind.Of(trail), "takeovers-in-turn", Math.Min(MaxPoints, points),
                "They throw each other out.",
                string.Create(CultureInfo.InvariantCulture, $"{trail.Takeovers.Count} takeovers in {Seconds(took)}."));
        }
    }

    private static int PointsOf(IReadOnlyList<Takeover> takeovers, int index)
    {
        var takeover = takeovers[index];
        var returns = takeovers.Take(index).Any(earlier => earlier.Old.LooksLike(takeover.New));
        return takeover switch
        {
            _ when !returns => 0,
            { IsDistinct: true, Answered: not null } => OfLiveEndpoint,
            { IsDistinct: true } => OfSilentEndpoint,

            // Two equal clients at one address: two programs with one identity, or one that opens a second connection.
            { Answered: not null } => OfEqualClients,
            _ => 0,
        };
    }

    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(time.TotalSeconds)):0} s");
}
