using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Profiles;
using FleetPortal.Pki.Text;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Authorities;

/// <summary>The kind of the key of a server certificate.</summary>
public enum ServerKey
{
    /// <summary>ECDSA on the curve P-256.</summary>
    Ecdsa,

    /// <summary>RSA with 2,048 bits, for devices whose TLS library has no ECDSA.</summary>
    Rsa,
}

/// <summary>
/// Issues the certificate of the device listeners. Its key is in memory only: every start and every replacement makes a new one.
/// </summary>
public sealed partial class ServerCertificate(
    Registry registry, AuthorityVault vault, AuthorityAddress address, CreateIssuingAuthority create, ILogger<ServerCertificate> logger)
{
    private const int RsaBits = 2048;

    /// <summary>
    /// Issues a certificate for the host names and the loopback names of this machine. The authority has no name constraints
    /// (<see cref="AuthorityVault.ForListeners"/>), unless such an authority does not exist and cannot be created.
    /// </summary>
    /// <param name="hostNames">The host names; the first one is the common name.</param>
    /// <param name="kind">The kind of its key.</param>
    /// <param name="cancellationToken">Cancels the issuance.</param>
    /// <returns>The certificate with its key, and the authority that signed it, in DER.</returns>
    public async Task<(X509Certificate2 Certificate, byte[] AuthorityDer)> IssueAsync(
        IReadOnlyList<string> hostNames, ServerKey kind, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hostNames);
        var hostName = hostNames[0];
        var authority = await AuthorityAsync(cancellationToken);
        using AsymmetricAlgorithm key = kind == ServerKey.Rsa ? RSA.Create(RsaBits) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var random = RandomNumberGenerator.Create();
        var (notBefore, notAfter) =
            CertificateContent.ValidityOf(Profile.Server, null, authority.Signer.NotAfter, registry.Time.GetUtcNow());
        var content = new CertificateContent
        {
            Profile = Profile.Server,
            SerialNumber = SerialNumber.Create(random),
            Name = hostName,
            ServerNames = [.. hostNames.Skip(1).Concat(["localhost", "127.0.0.1", "::1"]).Distinct(StringComparer.OrdinalIgnoreCase)],
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
        return (key is RSA rsa ? certificate.CopyWithPrivateKey(rsa) : certificate.CopyWithPrivateKey((ECDsa)key),
            authority.Signer.Certificate);
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
