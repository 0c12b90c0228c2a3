using System.Globalization;

namespace FleetPortal.Fleet.Detection.Signals;

/// <summary>
/// One certificate was live at two addresses: the old client answered after the new one had connected. A device that lost its line, or
/// moved to another network, does not answer from its old address.
/// </summary>
internal sealed class TwoLiveConnections : ISignal
{
    private const int Points = 60;

    public IEnumerable<ScoreReason> Weigh(Trail trail, DetectionLimits limits)
    {
        if (trail.Takeovers.LastOrDefault(takeover => takeover is { Answered: not null, IsOneCertificate: true }
            && takeover.New.Source != takeover.Old.Source) is { } seen)
        {
            yield return new ScoreReason(TakeoverKind.Of(trail), "two-live-connections", Points, "One certificate, two endpoints.",
                string.Create(CultureInfo.InvariantCulture, $"{seen.Old.Source} answered {Milliseconds(seen.Answered!.Value)} ")
                + $"after {seen.New.Source} had connected. Both were alive.");
        }
    }

    private static string Milliseconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (long)time.TotalMilliseconds)} ms");
}
