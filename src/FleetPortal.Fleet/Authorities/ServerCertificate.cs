using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Profiles;
using FleetPortal.Pki.Text;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Authorities;

/// <summary>Issues the certificate of the device listeners. Its key lives in memory: every start and every replacement makes a new one.</summary>
public sealed class ServerCertificate(Registry registry, AuthorityVault vault, AuthorityAddress address, CreateIssuingAuthority create, ILogger<ServerCertificate> logger)
{
    /// <summary>A new certificate with its key, from an authority without name constraints (<see cref="AuthorityVault.ForListeners"/>), for <paramref name="hostName"/> and the names of this machine's loopback.</summary>
    /// <returns>The certificate, and the authority that signed it in DER.</returns>
    public async Task<(X509Certificate2 Certificate, byte[] AuthorityDer)> IssueAsync(string hostName, CancellationToken cancellationToken)
    {
        var authority = await AuthorityAsync(cancellationToken);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var random = RandomNumberGenerator.Create();
        var (notBefore, notAfter) = CertificateContent.ValidityOf(Profile.Server, null, authority.Signer.NotAfter, registry.Time.GetUtcNow());
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

        // Signed first, noted before it is used: a key that does not answer leaves no entry of something that never was.
        using var certificate = X509CertificateLoader.LoadCertificate(CertificateIssuer.Issue(authority.Signer, content));
        await registry.WriteAsync(
            scope =>
            {
                OwnIssuance.Note(scope, authority.Key, content.SerialNumber);
                scope.Audit(Actor.System, AuthorityActions.ServerCertificateIssued, new AuditTarget(AuditTargets.Authority, authority.Id), new { hostName, serialNumber = content.SerialNumber.ToString(), notAfter });
            },
            cancellationToken);
        return (certificate.CopyWithPrivateKey(key), authority.Signer.Certificate);
    }

    /// <summary>Where every authority that is trusted has name constraints, one is made for the listeners: without it no small device would get through the handshake.</summary>
    private async Task<OwnAuthority> AuthorityAsync(CancellationToken cancellationToken)
    {
        // A disabled standard authority alone is no reason: the portal goes on with what it has until somebody decides.
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
            logger.LogWarning(e, "No authority without name constraints could be created for the listeners; devices with mbedTLS cannot verify their certificate");
            return vault.PortalIssuer;
        }
    }
}
