using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Profiles;
using FleetPortal.Pki.Text;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Authorities;

/// <summary>
/// Issues the certificate of the device listeners. Its key is in memory only: every start and every replacement makes a new one.
/// </summary>
public sealed partial class ServerCertificate(
    Registry registry, AuthorityVault vault, AuthorityAddress address, CreateIssuingAuthority create, ILogger<ServerCertificate> logger)
{
    /// <summary>
    /// Issues a certificate for <paramref name="hostName"/> and the loopback names of this machine. The authority has no name constraints
    /// (<see cref="AuthorityVault.ForListeners"/>), unless such an authority does not exist and cannot be created.
    /// </summary>
    /// <returns>The certificate with its key, and the authority that signed it, in DER.</returns>
    public async Task<(X509Certificate2 Certificate, byte[] AuthorityDer)> IssueAsync(string hostName, CancellationToken cancellationToken)
    {
        var authority = await AuthorityAsync(cancellationToken);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var random = RandomNumberGenerator.Create();
        var (notBefore, notAfter) =
            CertificateContent.ValidityOf(Profile.Server, null, authority.Signer.NotAfter, registry.Time.GetUtcNow());
        var content = new CertificateContent
        {
            Profile = Profile.Server,
            SerialNumber = SerialNumber.Create(random),
            Name = hostName,
            ServerNames = ["localhost", "127.0.0.1", "::1"],
            SubjectPublicKeyInfo = key.ExportSubjectPublicKeyInfo(),
            NotBefore = notBefore,
            NotAfter = notAfter,
            AuthorityAddress = address.Of(authority.Id),
            OcspAddress = address.OfOcsp,
        };

        // Sign first, and record before use: if the key does not sign, no entry remains.
        using var certificate = X509CertificateLoader.LoadCertificate(CertificateIssuer.Issue(authority.Signer, content));
        await registry.WriteAsync(
            scope =>
            {
                OwnIssuance.Note(scope, authority.Key, content.SerialNumber);
                scope.Audit(Actor.System, AuthorityActions.ServerCertificateIssued, new AuditTarget(AuditTargets.Authority, authority.Id),
                    new { hostName, serialNumber = content.SerialNumber.ToString(), notAfter });
            },
            cancellationToken);
        return (certificate.CopyWithPrivateKey(key), authority.Signer.Certificate);
    }

    /// <summary>
    /// Returns the authority that signs. If every trusted authority has name constraints, an authority for the listeners is created,
    /// because small devices could not complete the handshake otherwise.
    /// </summary>
    private async Task<OwnAuthority> AuthorityAsync(CancellationToken cancellationToken)
    {
        // A disabled default issuer alone is no reason to create one: the portal uses another authority until an administrator decides.
        if ((vault.ForListeners ?? vault.PortalIssuer) is { Signer.Organization: null } fit)
        {
            return fit;
        }

        try
        {
            var name = $"FleetPortal Listeners {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3))}";
            await create.ExecuteAsync(new IssuingAuthorityRequest(name), Actor.System, cancellationToken);
            return vault.ForListeners ?? vault.PortalIssuer;
        }
        catch (FleetError e)
        {
            var issuer = vault.PortalIssuer;
            LogNoAuthority(e, issuer.Id);
            return issuer;
        }
    }

    [LoggerMessage(
        2101, LogLevel.Warning,
        "The portal could not create an authority without name constraints for the listeners. Authority {Authority} signs "
            + "instead; devices with mbedTLS cannot verify its certificates.")]
    private partial void LogNoAuthority(Exception exception, string authority);
}
