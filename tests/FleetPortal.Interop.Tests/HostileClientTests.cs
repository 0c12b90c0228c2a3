using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests;

/// <summary>Octets that no honest client sends, over real TLS.</summary>
public sealed class HostileClientTests(PortalFixture fixture)
{
    private RunningPortal Portal => fixture.Portal;

    [Fact]
    public async Task APacketThatClaims256MB_IsCutOff_BeforeAnythingIsBuffered()
    {
        await using var stream = await ConnectAsync(null);
        await stream.WriteAsync((byte[])[0x10, 0xFF, 0xFF, 0xFF, 0x7F, 0, 4, .. "MQTT"u8, 4], TestContext.Current.CancellationToken);
        Assert.Equal(0, await ReadAsync(stream));
        await Portal.AttemptAsync("packet-too-large");
    }

    [Fact]
    public async Task AFirstPacketThatIsNotConnect_IsCutOff()
    {
        await using var stream = await ConnectAsync(null);
        await stream.WriteAsync(new byte[] { 0x30, 0x03, 0, 1, 0x61 }, TestContext.Current.CancellationToken);
        Assert.Equal(0, await ReadAsync(stream));
        await Portal.AttemptAsync("first-packet-not-connect");
    }

    [Fact]
    public async Task AMalformedLength_IsCutOff()
    {
        await using var stream = await ConnectAsync(null);
        await stream.WriteAsync(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, TestContext.Current.CancellationToken);
        Assert.Equal(0, await ReadAsync(stream));
        await Portal.AttemptAsync("packet-malformed");
    }

    [Fact]
    public async Task AConnectThatComesOctetByOctet_RunsOutOfTime()
    {
        await using var stream = await ConnectAsync(null);
        using var pause = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var connect = Connect("slow");
        var end = ReadAsync(stream);
        for (var i = 0; i < connect.Length && !end.IsCompleted; i++)
        {
            try
            {
                await stream.WriteAsync(connect.AsMemory(i, 1), TestContext.Current.CancellationToken);
            }
            catch (IOException)
            {
                break;
            }

            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, await end);
        await Portal.AttemptAsync("connect-timeout");
    }

    [Fact]
    public async Task ASecondConnect_EndsTheSession()
    {
        var device = await Portal.EnrolAsync("double");
        using var certificate = X509Certificate2.CreateFromPemFile(device.CertificateFile, device.KeyFile);
        await using var stream = await ConnectAsync(certificate);
        await stream.WriteAsync(Connect("double"), TestContext.Current.CancellationToken);
        var connack = new byte[4];
        await stream.ReadExactlyAsync(connack, TestContext.Current.CancellationToken);
        Assert.Equal(new byte[] { 0x20, 2, 0, 0 }, connack);
        await stream.WriteAsync(Connect("double"), TestContext.Current.CancellationToken);
        Assert.Equal(0, await ReadAsync(stream));
        await Portal.AttemptAsync("second-connect");
    }

    [Fact]
    public async Task ADeviceThatDoesNotReadWhatItIsSent_IsCutOff_WhenItIsRevoked()
    {
        var device = await Portal.EnrolAsync("deaf");
        using var certificate = X509Certificate2.CreateFromPemFile(device.CertificateFile, device.KeyFile);
        await using var stream = await ConnectAsync(certificate);
        await stream.WriteAsync(Connect("deaf"), TestContext.Current.CancellationToken);
        await stream.ReadExactlyAsync(new byte[4], TestContext.Current.CancellationToken);
        byte[] filter = Encoding.UTF8.GetBytes($"{device.Prefix}/commands/#");
        await stream.WriteAsync((byte[])[0x82, (byte)(filter.Length + 5), 0, 1, 0, (byte)filter.Length, .. filter, 1],
            TestContext.Current.CancellationToken);
        await stream.ReadExactlyAsync(new byte[5], TestContext.Current.CancellationToken);

        // More than every buffer on the way holds: from some message on, sending to it hangs.
        var payload = new string('x', 60_000);
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(202, (await Portal.PostAsync("/things/deaf/commands/listen", new { payload })).Status);
        }

        var (status, revoked) = await Portal.PostAsync($"/certificates/{device.CertificateId}/revoke", new { reason = "keyCompromise" });
        Assert.Equal((200, 1), (status, (int)revoked["sessionsClosed"]!));
        Assert.DoesNotContain((await Portal.GetAsync("/connections"))["items"]!.AsArray(), item => (string)item!["clientId"]! == "deaf");
    }

    /// <summary>
    /// OpenSSL takes 100 KiB of certificates from a stranger before it says no. A chain of four RSA 4096 certificates is let through.
    /// </summary>
    [Fact]
    public async Task AHandshakeFullOfCertificates_IsCutOff_AndALongChainIsNot()
    {
        using var files = new TemporaryDirectory();
        var script = """
            openssl req -x509 -newkey rsa:4096 -nodes -keyout ca.key -days 9 -subj '/O=Bomb/CN=CA' -out ca.pem
            openssl req -new -newkey rsa:4096 -nodes -keyout d.key -subj '/CN=bomb' | openssl x509 -req -CA ca.pem -CAkey ca.key -days 9 -out d.pem
            for i in 1 2 3; do openssl req -x509 -key ca.key -days 9 -subj "/O=Bomb/CN=$i" -out $i.pem; done
            cat 1.pem 2.pem 3.pem > four.pem
            for i in 1 2 3 4 5 6 7 8; do cat four.pem; done > many.pem
            """;
        Assert.Equal(0, (await Tool.RunAsync("bash", ["-ec", $"cd {files.Path}; {script}"])).ExitCode);
        foreach (var (chain, isCutOff) in new[] { ("four.pem", false), ("many.pem", true) })
        {
            string[] options = ["-connect", $"localhost:{Portal.MqttPort.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
                "-CAfile", await Portal.RootsAsync(), "-cert", files.File("d.pem"), "-key", files.File("d.key")];
            await Tool.RunAsync("bash",
                ["-c", $"(printf '\\x10\\x10\\x00\\x04MQTT\\x04\\x02\\x00\\x3c\\x00\\x04bomb'; sleep 2) | openssl s_client -quiet "
                + $"-cert_chain {files.File(chain)} {string.Join(' ', options)}"]);
            Assert.Equal(isCutOff ? "handshake-too-large" : "chain-not-trusted",
                (string)(await Portal.AttemptAsync(isCutOff ? "handshake-too-large" : "chain-not-trusted"))["code"]!);
        }
    }

    private async Task<SslStream> ConnectAsync(X509Certificate2? certificate)
    {
        var client = new TcpClient();
        await client.ConnectAsync("localhost", Portal.MqttPort, TestContext.Current.CancellationToken);
        var stream = new SslStream(client.GetStream());
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(await Portal.RootsAsync());
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = policy,
                ClientCertificates = certificate is null ? null : new X509CertificateCollection { certificate } },
            TestContext.Current.CancellationToken);
        return stream;
    }

    /// <summary>How many octets come before the end; a reset is an end.</summary>
    private static async Task<int> ReadAsync(SslStream stream)
    {
        try
        {
            return await stream.ReadAsync(new byte[16], TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>CONNECT of MQTT 3.1.1, clean session, keep-alive 60 s.</summary>
    private static byte[] Connect(string clientId)
    {
        byte[] body = [0, 4, .. "MQTT"u8, 4, 2, 0, 60, 0, (byte)clientId.Length, .. Encoding.UTF8.GetBytes(clientId)];
        return [0x10, (byte)body.Length, .. body];
    }
}
