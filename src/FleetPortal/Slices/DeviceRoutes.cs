namespace FleetPortal.Slices;

/// <summary>Every <see cref="DeviceRoute"/> that a slice has registered.</summary>
public sealed class DeviceRoutes(IEnumerable<DeviceRoute> routes)
{
    private readonly DeviceRoute[] _routes = [.. routes];

    /// <summary>Returns the route of a request path, or null. The comparison ignores case.</summary>
    public DeviceRoute? Find(PathString path) => Array.Find(_routes, route => path.StartsWithSegments(route.Path));

    /// <summary>
    /// Returns whether an endpoint is served only on the devices' listener. It checks the route pattern instead of the request path, so
    /// that no spelling of a path can avoid the check.
    /// </summary>
    public bool IsOnDevicesListener(Endpoint? endpoint) =>
        endpoint is RouteEndpoint { RoutePattern.RawText: { } pattern }
            && Find(new PathString("/" + pattern.TrimStart('/'))) is { OnDevicesListener: true };
}
