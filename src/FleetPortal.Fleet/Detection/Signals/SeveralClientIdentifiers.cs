using System.Globalization;
using FleetPortal.Fleet.Identity;

namespace FleetPortal.Fleet.Detection.Signals;

/// <summary>
/// Clients with one certificate use several client identifiers. One wrong identifier is a mistake of configuration; several, or one
/// beside the live Thing at another address, are several devices.
/// </summary>
internal sealed class SeveralClientIdentifiers : ISignal
{
    private const int PointsEach = 20;
    private const int MaxPoints = 90;
    private const int MaxNamed = 4;

    public IEnumerable<ScoreReason> Weigh(Trail trail, DetectionLimits limits)
    {
        var misnamed = trail.Refused.Where(refused => refused.Code == RefusalCodes.ClientIdentifierMismatch).ToList();
        var names = misnamed.Select(refused => refused.Endpoint.ClientId).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
        {
            yield break;
        }

        var sources = misnamed.Select(refused => refused.Endpoint.Source).ToHashSet(StringComparer.Ordinal);
        var isBesideThing = trail.Visits.Any(visit => !sources.Contains(visit.Endpoint.Source));
        var points = Math.Min(MaxPoints, (names.Count + (isBesideThing ? 1 : 0)) * PointsEach);
        yield return new ScoreReason(FindingKinds.SharedCredential, "several-client-identifiers", points,
            "One certificate, several client identifiers.",
            string.Create(CultureInfo.InvariantCulture, $"{trail.Principal} and {Named(names)}{From(sources)}."));
    }

    private static string Named(List<string> names) => string.Join(", ", names.Take(MaxNamed).Select(name => name.Length == 0
        ? "an empty one" : name)) + (names.Count > MaxNamed ? $" and {names.Count - MaxNamed} more" : "");

    private static string From(HashSet<string> sources) => sources.Count == 1 ? $", from {sources.First()}"
        : string.Create(CultureInfo.InvariantCulture, $", from {sources.Count} addresses");
}
