using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FleetPortal.Fleet.Detection.Signals;

/// <summary>
/// The principal connects from more networks than one device can reach in that time. Two networks in turn are usual for a device with two
/// lines, so they do not count.
/// </summary>
internal sealed class ManyNetworks : ISignal
{
    private const int Points = 60;
    private const int PointsOfFurther = 10;
    private const int OctetsOfNetwork4 = 2;
    private const int OctetsOfNetwork6 = 4;

    public IEnumerable<ScoreReason> Weigh(Trail trail, DetectionLimits limits)
    {
        var networks = trail.Visits.Select(visit => NetworkOf(visit.Endpoint.RemoteAddress)).Distinct(StringComparer.Ordinal).Count();
        if (networks >= limits.Networks)
        {
            var took = trail.Visits[^1].Since - trail.Visits[0].Since;
            yield return new ScoreReason(FindingKinds.ImpossibleMove,
                "many-networks", Math.Min(100, Points + ((networks - limits.Networks) * PointsOfFurther)),
                "It cannot be one device that moved.",
                string.Create(CultureInfo.InvariantCulture, $"{networks} networks in {Math.Max(1, Math.Round(took.TotalSeconds)):0} s."));
        }
    }

    /// <summary>The network of an address: its first 16 bits, of IPv6 32. Providers give out addresses of one network in turn.</summary>
    private static string NetworkOf(string remoteAddress) => IPEndPoint.TryParse(remoteAddress, out var endpoint)
        && (endpoint.Address.IsIPv4MappedToIPv6 ? endpoint.Address.MapToIPv4() : endpoint.Address) is var address
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0,
                address.AddressFamily == AddressFamily.InterNetwork ? OctetsOfNetwork4 : OctetsOfNetwork6))
            : remoteAddress;
}
