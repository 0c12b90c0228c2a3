using System.Globalization;

namespace FleetPortal.Fleet.Detection.Signals;

/// <summary>
/// A certificate that a rotation has replaced is used again. Its device has connected with the new key, so somebody else has the old one,
/// or the device was reset to an older storage image.
/// </summary>
internal sealed class RetiredKey : ISignal
{
    private const int Points = 60;
    private const int PointsOfOtherAddress = 20;
    private const int PointsOfOtherSoftware = 20;

    public IEnumerable<ScoreReason> Weigh(Trail trail, DetectionLimits limits)
    {
        if (trail.Refused.LastOrDefault(refused => refused.RetiredAt is { } retired && refused.At - retired >= limits.RotationGrace)
            is not { RetiredAt: { } at } seen)
        {
            yield break;
        }

        var device = trail.Visits.Count > 0 ? trail.Visits[^1].Endpoint : null;
        var isElsewhere = device is not null && device.Source != seen.Endpoint.Source;
        var isOther = device is not null && !device.HasSoftwareOf(seen.Endpoint);
        yield return new ScoreReason(FindingKinds.RetiredKeyUsed, "retired-key",
            Points + (isElsewhere ? PointsOfOtherAddress : 0) + (isOther ? PointsOfOtherSoftware : 0), "A retired key is in use.",
            string.Create(CultureInfo.InvariantCulture,
                $"{seen.Endpoint.Source} used the certificate that a rotation replaced {Age(seen.At - at)} before.")
            + (isElsewhere ? $" The device itself connects from {device!.Source}." : ""));
    }

    private static string Age(TimeSpan age) => age switch
    {
        { TotalDays: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:0} days"),
        { TotalHours: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(age.TotalMinutes)):0} min"),
    };
}
