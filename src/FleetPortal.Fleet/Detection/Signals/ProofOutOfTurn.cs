namespace FleetPortal.Fleet.Detection.Signals;

/// <summary>A rolling proof is not the one that the only device would show. The heaviest one within the window counts.</summary>
internal sealed class ProofOutOfTurn : ISignal
{
    private const int PointsOfDoubt = 40;
    private const int PointsOfCopyOrReset = 60;
    private const int PointsOfFork = 100;

    public IEnumerable<ScoreReason> Weigh(Trail trail, DetectionLimits limits)
    {
        if (trail.Proofs.Select(ReasonOf).OfType<ScoreReason>().MaxBy(reason => reason.Points) is { } heaviest)
        {
            yield return heaviest;
        }
    }

    private static ScoreReason? ReasonOf(ProofShown shown) => shown.Verdict switch
    {
        ProofVerdict.Raced => Reason("proof-raced", PointsOfDoubt, "Two endpoints showed one proof at the same time.",
            $"{shown.Endpoint.Source} showed the same proof as {Other(shown)} within seconds."),
        ProofVerdict.Missing => Reason("proof-missing", PointsOfDoubt, "It shows no proof any more.",
            $"{shown.Endpoint.Source} showed none. {Other(shown)} had shown one."),
        ProofVerdict.Unknown => Reason("proof-unknown", PointsOfCopyOrReset, "Its proof is not known.",
            $"{shown.Endpoint.Source} showed a proof that the portal did not hand out, or handed out long ago."),
        ProofVerdict.UsedUp => Reason("proof-used-up", PointsOfCopyOrReset, "Its proof was used up before.",
            $"{shown.Endpoint.Source} showed an old proof. {Other(shown)} had shown a later one. "
            + "It is a copy, or a device whose storage was set back."),
        ProofVerdict.Forked => Reason("proof-used-up", PointsOfFork, "Two lines of proofs are in use.",
            $"{shown.Endpoint.Source} and {Other(shown)} each continue a line of proofs of their own. They are two devices."),
        _ => null,
    };

    private static string Other(ProofShown shown) => shown.Other?.Source ?? "another endpoint";

    private static ScoreReason Reason(string code, int points, string headline, string sentence) =>
        new(FindingKinds.SharedCredential, code, points, headline, sentence);
}
