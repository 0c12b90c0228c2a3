using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Broker.Handshakes;
using Xunit;

namespace FleetPortal.Broker.Tests.Handshakes;

/// <summary>Whether OpenSSL takes the mode that frees the buffers of idle connections, on this runtime.</summary>
public sealed class TlsBuffersTests
{
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task AfterAHandshake_TheModeIsSet_AndOctetsGoBothWays(SslProtocols version)
    {
        var none = TestContext.Current.CancellationToken;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var device = new TcpClient();
        await device.ConnectAsync((IPEndPoint)listener.LocalEndpoint, none);
        using var accepted = await listener.AcceptTcpClientAsync(none);
        await using var client = new SslStream(device.GetStream(), false, (_, shown, _, _) => certificate.Equals(shown));
        await using var server = new SslStream(accepted.GetStream());
        Assert.False(TlsBuffers.ReleaseWhenIdle(server));
        await Task.WhenAll(
            client.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = version }, none),
            server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, none));
        Assert.Equal(OperatingSystem.IsLinux(), TlsBuffers.ReleaseWhenIdle(server));
        for (byte round = 0; round < 3; round++)
        {
            await client.WriteAsync(new byte[] { round }, none);
            var octet = new byte[1];
            await server.ReadExactlyAsync(octet, none);
            await server.WriteAsync(octet, none);
            await client.ReadExactlyAsync(octet, none);
            Assert.Equal(round, octet[0]);
        }
    }
}
