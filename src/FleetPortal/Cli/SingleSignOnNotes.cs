using FleetPortal.Authentication.SingleSignOn;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Cli;

/// <summary>What to register at the identity provider, and what would keep people out; for the start-up output and for <c>doctor</c>.</summary>
internal static class SingleSignOnNotes
{
    /// <summary>The two addresses that the provider must know.</summary>
    public static string Addresses(OpenIdConnectSettings provider, Uri pages) =>
        $"OpenID Connect at {provider.Authority}; register there the redirect URI {new Uri(pages, SingleSignOnSetup.RedirectPath)} and the post-logout redirect URI {new Uri(pages, SingleSignOnSetup.SignedOutPath)}";

    /// <summary>Null, or that nobody who signs in there can administer the portal.</summary>
    public static string? Warning(PortalSettings settings) =>
        settings is { OpenIdConnect: { } provider, LocalAccounts: false } && !provider.RoleMap.Values.Contains(Role.Administrator)
            ? "No role of the identity provider is administrator here, and local accounts are off. Set Authentication:OpenIdConnect:RoleMap:ROLE=administrator, or Authentication:Local:Enabled=true."
            : null;
}
