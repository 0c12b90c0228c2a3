using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Testing;

namespace FleetPortal.Benchmarks;

/// <summary>
/// Debian's broker, which trusts the portal's roots, asks its CRL, takes the user name from the certificate, and has the rights of the
/// portal's Things and of two applications as ACL.
/// </summary>
internal static class Mosquitto
{
    /// <summary>The application that publishes commands.</summary>
    public const string Controller = "controller";

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
        var crl = await portal.Api.GetByteArrayAsync(new Uri("/pki/crl/issuing-1.crl", UriKind.Relative));
        await File.WriteAllTextAsync(directory.File("crl.pem"), PemEncoding.WriteString("X509 CRL", crl));
        await File.WriteAllTextAsync(directory.File("acl"), $"""
            pattern write fleet/+/%u/telemetry/#
            pattern read fleet/+/%u/commands/#
            user {FanIn.Application}
            topic read {FanIn.Filter}
            user {Controller}
            topic write fleet/+/+/commands/#

            """);
        return await Peer.StartAsync("mosquitto", port => ["-c", WriteConfiguration(directory, port)], directory.Path);
    }

    // Without a limit of messages in flight: 2.0.11 came to a stop at 100 and at 1,000 when 2,000 devices published.
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
            crlfile {directory.File("crl.pem")}
            acl_file {directory.File("acl")}
            log_type none
            set_tcp_nodelay true
            max_inflight_messages 0
            max_queued_messages 10000
            persistence true
            persistence_location {directory.Path}/
            autosave_interval 1800
            """);
        return path;
    }
}
