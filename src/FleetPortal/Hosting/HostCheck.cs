using System.Net;
using FleetPortal.Api;
using FleetPortal.Configuration;
using FleetPortal.Slices;

namespace FleetPortal.Hosting;

/// <summary>
/// Refuses requests for pages and API whose Host header is not one of the portal's own names. Another name comes from foreign DNS (DNS
/// rebinding), or from a proxy that forwards the client's header. Redirects and the redirect URI of single sign-on would contain that name.
/// </summary>
public sealed class HostCheck(RequestDelegate next, PortalSettings settings, BoundPorts endpoints, DeviceRoutes routes)
{
    private const string OtherName = "The portal does not accept this host name. It accepts the names in Listen:PublicHost and "
        + "Listen:AllowedHosts.";
    private const string Proxied = "In Development people sign in without a password, so the portal accepts no requests through a proxy. "
        + "Set Listen:BehindProxy=true or Authentication:Personas:Enabled=false.";

    private static readonly string[] ForwardingHeaders =
        ["Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Original-Host", "X-Original-For", "True-Client-IP", "CF-Connecting-IP"];

    /// <summary>Answers 421 (RFC 9110 §15.5.20) if the host name is not accepted, and calls the next middleware otherwise.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return WhyNot(context) is { } reason ? RefuseAsync(context, reason) : next(context);
    }

    private string? WhyNot(HttpContext context)
    {
        var host = context.Request.Host.Host;
        if (settings.Personas)
        {
            return IsForwarded(context.Request) ? Proxied : IsThisMachine(host) ? null : OtherName;
        }

        return IsForDevices(context) || IsThisMachine(host) || IsLocalAddress(context, host) || IsOwnName(host) ? null : OtherName;
    }

    /// <summary>
    /// Returns whether the request is for devices or load balancers. These paths accept any host name, because their answers do not contain
    /// it.
    /// </summary>
    private bool IsForDevices(HttpContext context) =>
        context.Connection.LocalPort == endpoints.DevicesPort
        || routes.Find(context.Request.Path) is { OnDevicesListener: false }
        || context.Request.Path.StartsWithSegments("/health");

    private bool IsOwnName(string host) => settings.AllowedHosts.Contains("*")
        || settings.AllowedHosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    private static bool IsThisMachine(string host) => host is "localhost"
        || (AddressOf(host) is { } address && IPAddress.IsLoopback(address));

    /// <summary>Returns whether the host is the local IP address of this connection. DNS has no part in that, so it is safe.</summary>
    private static bool IsLocalAddress(HttpContext context, string host) =>
        AddressOf(host) is { } address && context.Connection.LocalIpAddress is { } local && address.MapToIPv6().Equals(local.MapToIPv6());

    private static IPAddress? AddressOf(string host) => IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : null;

    // Browsers use HTTP/1.1 or later. Some proxies use HTTP/1.0 towards the server by default.
    private static bool IsForwarded(HttpRequest request) =>
        request.Protocol == "HTTP/1.0" || ForwardingHeaders.Any(request.Headers.ContainsKey)
        || request.Headers.Any(header => header.Key.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase));

    private static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return ApiErrors.IsApi(context)
            ? context.Response.WriteAsJsonAsync(ApiErrors.Problem(context.Response.StatusCode, RequestErrors.HostUnknown, reason),
                options: null, "application/problem+json")
            : context.Response.WriteAsync(reason);
    }
}
