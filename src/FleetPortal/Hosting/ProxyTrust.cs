using FleetPortal.Configuration;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.HttpsPolicy;

namespace FleetPortal.Hosting;

/// <summary>What the portal believes of a proxy in front of it, and what it tells browsers about TLS.</summary>
public static class ProxyTrust
{
    private static readonly TimeSpan StrictTransport = TimeSpan.FromDays(365);

    /// <summary>Registers both.</summary>
    public static void AddProxyTrust(this IServiceCollection services, PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;

            // Every hop must be known, so their number needs no limit.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in settings.KnownProxies)
            {
                options.KnownIPNetworks.Add(network);
            }
        });

        // RFC 6797. The framework leaves out loopback names, where other programs speak plain HTTP.
        services.Configure<HstsOptions>(options => (options.MaxAge, options.IncludeSubDomains) = (StrictTransport, true));
    }

    /// <summary>Takes over what a known proxy says, and sends Strict-Transport-Security where pages go over TLS.</summary>
    public static void UseProxyTrust(this WebApplication app, PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.BehindProxy)
        {
            app.UseForwardedHeaders();

            // The setting says that the proxy does TLS; it need not say so with each request.
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
