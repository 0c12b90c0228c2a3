using System.Net;
using FleetPortal.Api;
using FleetPortal.Configuration;

namespace FleetPortal.Hosting;

/// <summary>
/// Pages and API answer to the portal's own names only. Another name comes from somebody else's DNS, or from a proxy that
/// passes a client's header on; redirects and the redirect URI of single sign-on would carry it.
/// </summary>
public sealed class HostCheck(RequestDelegate next, PortalSettings settings, BoundPorts endpoints)
{
    private const string OtherName = "This portal does not answer to that name. Its names are Listen:PublicHost and Listen:AllowedHosts.";
    private const string Proxied = "In Development people sign in without a password, so the portal does not answer through a proxy. Set Listen:BehindProxy=true or Authentication:Personas:Enabled=false.";

    private static readonly string[] ForwardingHeaders = ["Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Original-Host", "X-Original-For", "True-Client-IP", "CF-Connecting-IP"];

    /// <summary>Passes on, or answers 421 (RFC 9110 §15.5.20).</summary>
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

    /// <summary>What devices and load balancers ask for answers by any name: it repeats none.</summary>
    private bool IsForDevices(HttpContext context) =>
        context.Connection.LocalPort == endpoints.DevicesPort || context.Request.Path.StartsWithSegments("/pki") || context.Request.Path.StartsWithSegments("/health");

    private bool IsOwnName(string host) => settings.AllowedHosts.Contains("*") || settings.AllowedHosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    private static bool IsThisMachine(string host) => host is "localhost" || (AddressOf(host) is { } address && IPAddress.IsLoopback(address));

    /// <summary>The very address that the connection came in on: nobody's DNS can point elsewhere.</summary>
    private static bool IsLocalAddress(HttpContext context, string host) =>
        AddressOf(host) is { } address && context.Connection.LocalIpAddress is { } local && address.MapToIPv6().Equals(local.MapToIPv6());

    private static IPAddress? AddressOf(string host) => IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : null;

    // A browser speaks HTTP/1.1 or later; proxies long spoke 1.0 upstream unless told otherwise.
    private static bool IsForwarded(HttpRequest request) =>
        request.Protocol == "HTTP/1.0" || ForwardingHeaders.Any(request.Headers.ContainsKey)
        || request.Headers.Any(header => header.Key.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase));

    private static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return ApiErrors.IsApi(context)
            ? context.Response.WriteAsJsonAsync(ApiErrors.Problem(context.Response.StatusCode, RequestErrors.HostUnknown, reason), options: null, "application/problem+json")
            : context.Response.WriteAsync(reason);
    }
}
