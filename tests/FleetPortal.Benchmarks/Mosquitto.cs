using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Testing;

namespace FleetPortal.Benchmarks;

/// <summary>Debian's broker, which trusts the portal's roots and takes the user name from the certificate.</summary>
internal static class Mosquitto
{
    /// <summary>Starts it with its files in <paramref name="directory"/>.</summary>
    public static async Task<Peer> StartAsync(TemporaryDirectory directory, PortalUnderTest portal, string chainPem)
    {
        var roots = await portal.Api.GetStringAsync(new Uri("/pki/roots.pem", UriKind.Relative));
        await File.WriteAllTextAsync(directory.File("ca.pem"), chainPem + roots);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
        await File.WriteAllTextAsync(directory.File("server.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(directory.File("server.key"), key.ExportPkcs8PrivateKeyPem());
        return await Peer.StartAsync("mosquitto", port => ["-c", WriteConfiguration(directory, port)], directory.Path);
    }

    private static string WriteConfiguration(TemporaryDirectory directory, int port)
    {
        var path = directory.File("mosquitto.conf");
        File.WriteAllText(path, $"""
            user root
            listener {port} 127.0.0.1
            cafile {directory.File("ca.pem")}
            certfile {directory.File("server.pem")}
            keyfile {directory.File("server.key")}
            require_certificate true
            use_identity_as_username true
            allow_anonymous false
            log_type none
            """);
        return path;
    }
}
