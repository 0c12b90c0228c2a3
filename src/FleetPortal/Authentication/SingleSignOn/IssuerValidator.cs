using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect.Configuration;

namespace FleetPortal.Authentication.SingleSignOn;

/// <summary>
/// Accepts the provider's metadata only if its issuer is the one in the settings (OpenID Connect Discovery §4.3). The framework accepts any
/// issuer that the metadata names, and then accepts tokens of that issuer.
/// </summary>
internal sealed partial class IssuerValidator(string issuer, ILogger<IssuerValidator> logger)
    : IConfigurationValidator<OpenIdConnectConfiguration>
{
    private readonly OpenIdConnectConfigurationValidator _inner = new();

    public ConfigurationValidationResult Validate(OpenIdConnectConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);

        // Some providers end their issuer with a slash, which operators leave out in the setting.
        if (string.Equals(configuration.Issuer?.TrimEnd('/'), issuer.TrimEnd('/'), StringComparison.Ordinal))
        {
            return _inner.Validate(configuration);
        }

        // The framework hides the message of the exception that follows, because it could contain personal data. Hence the log line.
        LogOtherIssuer(configuration.Issuer, issuer);
        return new ConfigurationValidationResult { Succeeded = false, ErrorMessage = "issuer" };
    }

    [LoggerMessage(
        8101, LogLevel.Error,
        "The metadata of the identity provider names the issuer {Found}, but the settings expect {Expected}. If the metadata is "
        + "correct, set Authentication:OpenIdConnect:Issuer to its issuer.")]
    private partial void LogOtherIssuer(string? found, string expected);
}
