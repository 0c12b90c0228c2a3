using Microsoft.AspNetCore.Routing;

namespace FleetPortal.Slices;

/// <summary>Every <see cref="DeviceRoute"/> that a slice has registered.</summary>
public sealed class DeviceRoutes(IEnumerable<DeviceRoute> routes)
{
    private readonly DeviceRoute[] _routes = [.. routes];

    /// <summary>The route of a path as the client spells it, or null. Upper and lower case are the same.</summary>
    public DeviceRoute? Find(PathString path) => Array.Find(_routes, route => path.StartsWithSegments(route.Path));

    /// <summary>
    /// Whether an endpoint answers on the listener of devices alone. Its pattern counts and not the path of the request, so that no spelling of a path
    /// gets past it.
    /// </summary>
    public bool IsOnDevicesListener(Endpoint? endpoint) =>
        endpoint is RouteEndpoint { RoutePattern.RawText: { } pattern } && Find(new PathString("/" + pattern.TrimStart('/'))) is { OnDevicesListener: true };
}
