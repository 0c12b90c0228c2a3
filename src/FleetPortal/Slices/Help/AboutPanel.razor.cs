using FleetPortal.Configuration;
using FleetPortal.Fleet.Authorities;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Help;

/// <summary>What runs here.</summary>
public sealed partial class AboutPanel
{
    [Inject]
    private PortalSettings Settings { get; set; } = null!;

    [Inject]
    private AuthorityVault Vault { get; set; } = null!;

    private string SignIn => string.Join(", ", Ways());

    private IEnumerable<string> Ways()
    {
        if (Settings.OpenIdConnect is { } provider)
        {
            yield return $"OpenID Connect at {new Uri(provider.Authority).Host}";
        }

        if (Settings.LocalAccounts)
        {
            yield return "local accounts";
        }

        if (Settings.Personas)
        {
            yield return "demo personas";
        }
    }
}
