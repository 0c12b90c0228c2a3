namespace FleetPortal.Fleet.Detection.Signals;

/// <summary>Another Thing asked for a certificate with the public key of this one: somebody copied a key. It was refused.</summary>
internal sealed class SharedKey : ISignal
{
    private const int Points = 70;

    public IEnumerable<ScoreReason> Weigh(Trail trail, DetectionLimits limits)
    {
        var others = trail.SharedKeys.Select(seen => seen.Other).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (others.Count > 0)
        {
            yield return new ScoreReason(FindingKinds.SharedKey, "shared-key", Points, "One key, two Things.",
                $"{string.Join(" and ", others)} asked for a certificate with the public key of {trail.Principal}. It was refused.");
        }
    }
}
