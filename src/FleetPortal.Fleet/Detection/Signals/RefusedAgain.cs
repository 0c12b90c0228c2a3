using System.Globalization;

namespace FleetPortal.Fleet.Detection.Signals;

/// <summary>Attempts of one identity are refused again and again.</summary>
internal sealed class RefusedAgain : ISignal
{
    private const int Points = 60;

    public IEnumerable<ScoreReason> Weigh(Trail trail, DetectionLimits limits)
    {
        if (trail.Refused.Count >= limits.RefusedAttempts)
        {
            var took = trail.Refused[^1].Since - trail.Refused[0].Since;
            yield return new ScoreReason(FindingKinds.RefusedRepeatedly, "refused-again", Points, "It is refused and does not stop.",
                string.Create(CultureInfo.InvariantCulture,
                    $"{trail.Refused.Count} attempts in {Math.Max(1, Math.Round(took.TotalSeconds)):0} s: {trail.Refused[^1].Code}."));
        }
    }
}
