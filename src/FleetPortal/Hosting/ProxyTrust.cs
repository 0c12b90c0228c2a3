using FleetPortal.Configuration;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.HttpsPolicy;

namespace FleetPortal.Hosting;

/// <summary>Configures the X-Forwarded headers that the portal accepts from a proxy, and Strict-Transport-Security for browsers.</summary>
public static class ProxyTrust
{
    private static readonly TimeSpan StrictTransport = TimeSpan.FromDays(365);

    /// <summary>Registers the options of forwarded headers and of Strict-Transport-Security.</summary>
    public static void AddProxyTrust(this IServiceCollection services, PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;

            // Every proxy on the way must be a known one, so the number of proxies needs no limit.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in settings.KnownProxies)
            {
                options.KnownIPNetworks.Add(network);
            }
        });

        // RFC 6797. The framework does not send the header for loopback names, where other programs use plain HTTP.
        services.Configure<HstsOptions>(options => (options.MaxAge, options.IncludeSubDomains) = (StrictTransport, true));
    }

    /// <summary>
    /// Applies the X-Forwarded headers of known proxies, and sends Strict-Transport-Security if the pages are served over TLS.
    /// </summary>
    public static void UseProxyTrust(this WebApplication app, PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.BehindProxy)
        {
            app.UseForwardedHeaders();

            // Listen:BehindProxy means that the proxy does TLS, even if a request has no X-Forwarded-Proto.
            app.Use((context, next) =>
            {
                context.Request.Scheme = Uri.UriSchemeHttps;
                return next(context);
            });
        }

        if (settings.PagesOverTls)
        {
            app.UseHsts();
        }
    }
}
