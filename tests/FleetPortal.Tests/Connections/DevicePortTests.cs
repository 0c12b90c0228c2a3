using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using FleetPortal.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Tests.Connections;

/// <summary>Probes, proxies, addresses and names of the listeners for devices.</summary>
public sealed class DevicePortTests
{
    private const string Announced = "PROXY TCP4 203.0.113.9 192.0.2.1 12345 8883\r\n";

    [Fact]
    public async Task AProbe_IsCounted_AndIsNoAttempt()
    {
        await using var portal = await RunningPortal.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            using var tcp = await ConnectAsync(portal.MqttPort);
            using var reset = await ConnectAsync(portal.MqttPort);
            reset.LingerState = new LingerOption(true, 0);
            await using var tls = await HandshakeAsync(await ConnectAsync(portal.MqttPort), null);
        }

        await Eventually.Get("15 probes", async () => (int)(await HealthAsync(portal))["probes"]!, probes => probes == 15);
        Assert.Empty(await AttemptsAsync(portal));

        // A device that shows its certificate and says nothing is an attempt.
        var device = await portal.EnrolAsync("silent");
        using (var certificate = X509Certificate2.CreateFromPemFile(device.CertificateFile, device.KeyFile))
        {
            await using var silent = await HandshakeAsync(await ConnectAsync(portal.MqttPort), certificate);
        }

        var attempt = await portal.AttemptAsync("connect-incomplete");
        Assert.Contains("closed before CONNECT, after TLS_", Compared(attempt), StringComparison.Ordinal);
        Assert.Equal(15, (int)(await HealthAsync(portal))["probes"]!);
    }

    [Fact]
    public async Task BehindAProxy_TheDevicesOwnAddressCounts()
    {
        await using var portal = await RunningPortal.StartAsync(null, "Production", "--Listen:ProxyProtocolFrom=127.0.0.1");
        var device = await portal.EnrolAsync("far");
        using var certificate = X509Certificate2.CreateFromPemFile(device.CertificateFile, device.KeyFile);
        byte[] version2 = [0x0D, 0x0A, 0x0D, 0x0A, 0, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, 0x21, 0x11, 0, 12,
            203, 0, 113, 9, 192, 0, 2, 1, 0x30, 0x39, 0x22, 0xB3];
        foreach (var header in new[] { Encoding.ASCII.GetBytes(Announced), version2 })
        {
            using var client = await ConnectAsync(portal.MqttPort);
            await client.GetStream().WriteAsync(header, TestContext.Current.CancellationToken);
            await using var stream = await HandshakeAsync(client, certificate);
            await stream.WriteAsync(Connect("far"), TestContext.Current.CancellationToken);
            var connack = new byte[4];
            await stream.ReadExactlyAsync(connack, TestContext.Current.CancellationToken);
            Assert.Equal([0x20, 2, 0, 0], connack);
            var live = Assert.Single((await portal.GetAsync("/connections"))["items"]!.AsArray());
            Assert.Equal("203.0.113.9:12345", (string)live!["remoteAddress"]!);
        }

        Assert.Equal("203.0.113.9:12345", (string)(await portal.AttemptAsync("allowed"))["remoteAddress"]!);

        // The other listener for devices, too: a request of a browser with a header is answered.
        using var https = await ConnectAsync(portal.Application.Endpoints.DevicesPort);
        await https.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Announced), TestContext.Current.CancellationToken);
        await using var http = await HandshakeAsync(https, null);
        await http.WriteAsync("GET /.well-known/est/cacerts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(http, Encoding.ASCII);
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("127.0.0.0/8", "", "proxy-header-missing")]
    [InlineData("127.0.0.0/8", "PROXY TCP4 nowhere 192.0.2.1 1 2\r\n", "proxy-header-malformed")]
    [InlineData("10.0.0.0/8", Announced, "proxy-header-refused")]
    public async Task AHeaderThatIsMissing_Wrong_OrNotAllowed_IsRefusedAndRecorded(string proxies, string header, string code)
    {
        await using var portal = await RunningPortal.StartAsync(null, "Production", $"--Listen:ProxyProtocolFrom={proxies}");
        using var client = await ConnectAsync(portal.MqttPort);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(header), TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<IOException>(() => HandshakeAsync(client, null));
        var attempt = await portal.AttemptAsync(code);
        Assert.StartsWith("127.0.0.1:", (string)attempt["remoteAddress"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHeaderThatDoesNotEnd_RunsOutOfTime()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var portal = await RunningPortal.StartWithClockAsync(time, "--Listen:ProxyProtocolFrom=127.0.0.1");
        using var client = await ConnectAsync(portal.MqttPort);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Announced[..20]), TestContext.Current.CancellationToken);
        var end = client.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken).AsTask();
        await Eventually.Holds("the end of the connection", () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return end.IsCompleted;
        });
        await end.ContinueWith(_ => { }, TaskScheduler.Default);
        var attempt = await Eventually.Get("the attempt", async () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return (await AttemptsAsync(portal)).FirstOrDefault()?.AsObject();
        }, found => found is not null);
        Assert.Equal("handshake-timeout", (string)attempt!["code"]!);
        Assert.Equal("the handshake was not over within 30 s: the PROXY header was not complete", Compared(attempt));
    }

    [Fact]
    public async Task TheAddressThatAProxyAnnounces_HasTheLimits()
    {
        await using var portal = await RunningPortal.StartAsync(
            null, "Production", "--Listen:ProxyProtocolFrom=127.0.0.1", "--Limits:ConnectionsPerAddress=1");
        using var first = await ConnectAsync(portal.MqttPort);
        await first.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Announced), TestContext.Current.CancellationToken);
        await using var open = await HandshakeAsync(first, null);
        using var second = await ConnectAsync(portal.MqttPort);
        await second.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Announced), TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<IOException>(() => HandshakeAsync(second, null));
        Assert.Equal("203.0.113.9:12345", (string)(await portal.AttemptAsync("address-limit"))["remoteAddress"]!);
        using var other = await ConnectAsync(portal.MqttPort);
        await other.GetStream().WriteAsync(
            "PROXY TCP4 203.0.113.10 192.0.2.1 12345 8883\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await using var also = await HandshakeAsync(other, null);
    }

    [Fact]
    public async Task OnAListenerForBothFamilies_AnIPv4Address_IsShownAsIPv4()
    {
        await using var portal = await RunningPortal.StartAsync(null, "Production", "--Listen:Mqtt=mqtts://[::]:0");
        using var client = await ConnectAsync(portal.MqttPort);
        await client.GetStream().WriteAsync("SSH-2.0\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        var attempt = await portal.AttemptAsync("transport-not-tls");
        Assert.StartsWith("127.0.0.1:", (string)attempt["remoteAddress"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryPublicHost_IsInTheCertificate_AndAddressesUseTheFirst()
    {
        await using var portal = await RunningPortal.StartAsync(
            null, "Production", "--Listen:PublicHost=fleet.example.com, 192.0.2.7, mqtt.example.com");
        using var client = await ConnectAsync(portal.MqttPort);
        await using var stream = await HandshakeAsync(client, null);
        using var certificate = new X509Certificate2(stream.RemoteCertificate!);
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Equal(["fleet.example.com", "mqtt.example.com", "localhost"], names.EnumerateDnsNames());
        Assert.Contains(IPAddress.Parse("192.0.2.7"), names.EnumerateIPAddresses());
        Assert.Equal("CN=fleet.example.com", certificate.Subject.Split(',')[0]);
        var device = await portal.EnrolAsync("addressed");
        Assert.Contains("://fleet.example.com:", Encoding.ASCII.GetString(X509Certificate2.CreateFromPem(
            await File.ReadAllTextAsync(device.CertificateFile, TestContext.Current.CancellationToken)).RawData), StringComparison.Ordinal);
    }

    private static async Task<TcpClient> ConnectAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        return client;
    }

    private static async Task<SslStream> HandshakeAsync(TcpClient client, X509Certificate2? certificate)
    {
#pragma warning disable CA5359 // The server's certificate is tested with openssl.
        var stream = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost",
                ClientCertificates = certificate is null ? null : new X509CertificateCollection { certificate } },
            TestContext.Current.CancellationToken);
        return stream;
    }

    private static async Task<JsonObject> HealthAsync(RunningPortal portal) =>
        JsonNode.Parse(await portal.Api.GetStringAsync(new Uri("/health/ready", UriKind.Relative)))!.AsObject();

    private static async Task<JsonArray> AttemptsAsync(RunningPortal portal) => (await portal.GetAsync("/attempts"))["items"]!.AsArray();

    private static string Compared(JsonObject attempt) => string.Concat(
        attempt["checks"]!.AsArray().Select(check => (string?)check!["compared"]));

    /// <summary>CONNECT of MQTT 3.1.1, clean session, keep-alive 60 s.</summary>
    private static byte[] Connect(string clientId)
    {
        byte[] body = [0, 4, .. "MQTT"u8, 4, 2, 0, 60, 0, (byte)clientId.Length, .. Encoding.UTF8.GetBytes(clientId)];
        return [0x10, (byte)body.Length, .. body];
    }
}
