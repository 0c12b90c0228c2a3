namespace FleetPortal.Fleet.Detection.Signals;

/// <summary>
/// The two endpoints do not run the same software. It counts only where the old one was alive or came back: an update changes the software
/// too.
/// </summary>
internal sealed class OtherSoftware : ISignal
{
    private const int Points = 30;

    public IEnumerable<ScoreReason> Weigh(Trail trail, DetectionLimits limits)
    {
        if (trail.Takeovers.LastOrDefault(takeover => !takeover.New.HasSoftwareOf(takeover.Old)
            && (takeover.Answered is not null || trail.Takeovers.Any(later => later.Since > takeover.Since
                && later.New.LooksLike(takeover.Old)))) is { } seen)
        {
            yield return new ScoreReason(TakeoverKind.Of(trail), "other-software", Points, "The software is not the same.",
                seen.New.Stack != seen.Old.Stack ? $"{seen.New.Stack} against {seen.Old.Stack}."
                : seen.New.Software != seen.Old.Software ? "Their TLS handshakes have different fingerprints (JA4)."
                : $"A keep alive of {seen.New.KeepAlive} s against {seen.Old.KeepAlive} s.");
        }
    }
}
