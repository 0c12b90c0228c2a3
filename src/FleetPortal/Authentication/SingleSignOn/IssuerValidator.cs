using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect.Configuration;

namespace FleetPortal.Authentication.SingleSignOn;

/// <summary>
/// Takes a provider's description only if it speaks for the issuer that the settings name (OpenID Connect Discovery §4.3);
/// the framework takes whatever issuer the document claims, and then tokens of that issuer.
/// </summary>
internal sealed partial class IssuerValidator(string issuer, ILogger<IssuerValidator> logger) : IConfigurationValidator<OpenIdConnectConfiguration>
{
    private readonly OpenIdConnectConfigurationValidator _inner = new();

    public ConfigurationValidationResult Validate(OpenIdConnectConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);

        // Some providers end theirs with a slash, and people leave it out of the setting.
        if (string.Equals(configuration.Issuer?.TrimEnd('/'), issuer.TrimEnd('/'), StringComparison.Ordinal))
        {
            return _inner.Validate(configuration);
        }

        // The exception that follows hides the message, because it might hold personal data.
        LogOtherIssuer(configuration.Issuer, issuer);
        return new ConfigurationValidationResult { Succeeded = false, ErrorMessage = "issuer" };
    }

    [LoggerMessage(1, LogLevel.Error, "The identity provider's description names the issuer {Found}, not {Expected}. If that is right, set Authentication:OpenIdConnect:Issuer")]
    private partial void LogOtherIssuer(string? found, string expected);
}
