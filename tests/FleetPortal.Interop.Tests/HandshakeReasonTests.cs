using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests;

/// <summary>What the portal says of connections that do not get as far as CONNECT, with the TLS libraries of others.</summary>
public sealed class HandshakeReasonTests(PortalFixture fixture)
{
    private RunningPortal Portal => fixture.Portal;

    private string Address => $"localhost:{Portal.MqttPort.ToString(CultureInfo.InvariantCulture)}";

    [Theory]
    [InlineData("-tls1_1 -cipher DEFAULT@SECLEVEL=0", "no-shared-tls-version", "device: TLS 1.1 at most; portal: TLS 1.2 and TLS 1.3")]
    [InlineData("-tls1_2 -cipher AES128-GCM-SHA256", "no-shared-cipher-suite", "device: RSA_WITH_AES_128_GCM_SHA256; portal: ECDHE_ECDSA_")]
    [InlineData("-tls1_2 -groups brainpoolP256r1", "handshake-failed", "device: group 26; portal: X25519")]
    [InlineData("-tls1_2 -verify_hostname broker.example",
        "server-certificate-refused", "bad_certificate (42); it asked for no name (SNI)")]
    [InlineData("-tls1_3 -verify_hostname broker.example -servername broker.example",
        "server-certificate-refused", "it asked for broker.example; the certificate has localhost")]
    public async Task OpenSsl_AndTheReason(string options, string code, string compared)
    {
        string[] name = options.Contains("-servername", StringComparison.Ordinal) ? [] : ["-noservername"];
        await Tool.RunAsync("openssl", ["s_client", "-connect", Address, "-CAfile", await Portal.RootsAsync(), "-verify_return_error",
            .. options.Split(' '), .. name]);
        await AssertAttemptAsync(code, compared);
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task ADeviceThatDoesNotTrustUs_IsToldToTakeTheRoots(string version)
    {
        using var directory = new TemporaryDirectory();
        var other = directory.File("other.pem");
        await Tool.RunAsync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", directory.File("other.key"), "-out", other, "-subj", "/CN=other", "-days", "9"]);
        await Tool.RunAsync("openssl", ["s_client", "-connect", Address, "-CAfile", other, "-verify_return_error", version]);
        var check = await AssertAttemptAsync("server-not-trusted", "unknown_ca (48)");
        Assert.Contains("roots.pem", (string)check["remedy"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GnuTls_ThatDoesNotTrustUs_SaysItInItsOwnWay()
    {
        await Tool.RunAsync("gnutls-cli", ["-p", Portal.MqttPort.ToString(CultureInfo.InvariantCulture), "localhost"]);
        await AssertAttemptAsync("server-certificate-refused", "bad_certificate (42); it asked for localhost");
    }

    [Fact]
    public async Task TheOtherPort_HasItsOwnApplicationProtocol()
    {
        var port = Portal.Application.Endpoints.DevicesPort.ToString(CultureInfo.InvariantCulture);
        await Tool.RunAsync("openssl", ["s_client", "-connect", $"localhost:{port}", "-alpn", "mqtt"]);
        await AssertAttemptAsync("no-shared-application-protocol", "device: mqtt; portal: http/1.1");
    }

    [Fact]
    public async Task MqttWithoutTls_IsSaidSo()
    {
        await Tool.RunAsync("mosquitto_pub",
            ["-h", "localhost", "-p", Portal.MqttPort.ToString(CultureInfo.InvariantCulture), "-i", "plain", "-t", "x", "-m", "y"]);
        await AssertAttemptAsync("mqtt-without-tls", "MQTT without TLS");
    }

    [Fact]
    public async Task HttpWithoutTls_IsSaidSo()
    {
        await Tool.RunAsync("curl", ["-s", $"http://{Address}/"]);
        await AssertAttemptAsync("http-without-tls", "HTTP on a port for MQTT over TLS");
    }

    [Theory]
    [InlineData("16 03 01", "the handshake was not over within 5 s: the ClientHello was not complete")]
    [InlineData("", "the handshake was not over within 5 s: nothing was sent")]
    public async Task AHandshakeThatTakesTooLong_IsCutOff(string octets, string compared)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("localhost", Portal.MqttPort, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Convert.FromHexString(octets.Replace(" ", "", StringComparison.Ordinal)),
            TestContext.Current.CancellationToken);
        try
        {
            Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        }
        catch (IOException)
        {
            // A reset is an end, too.
        }

        await AssertAttemptAsync("handshake-timeout", compared);
    }

    [Fact]
    public async Task OctetsOfNoProtocol_AreSaidSo()
    {
        using var client = new TcpClient();
        await client.ConnectAsync("localhost", Portal.MqttPort, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync("SSH-2.0-OpenSSH\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await AssertAttemptAsync("transport-not-tls", "not TLS");
    }

    [Theory]
    [InlineData("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-CCM8", "ECDSA")]
    [InlineData("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-CCM", "ECDSA")]
    [InlineData("-tls1_2", "-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDSA")]
    [InlineData("-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256", "RSA")]
    [InlineData("-tls1_2", "-cipher", "ECDHE-RSA-CHACHA20-POLY1305", "RSA")]
    [InlineData("-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_SHA256", "ECDSA")]
    [InlineData("-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_8_SHA256", "ECDSA")]
    public async Task TheSuitesOfSmallDevices_AreAgreedOn(string version, string option, string suite, string key)
    {
        var result = await Tool.RunAsync("openssl", ["s_client", "-connect", Address, "-CAfile", await Portal.RootsAsync(),
            "-verify_return_error", "-verify_hostname", "localhost", version, option, suite]);
        Assert.Contains($"Cipher is {suite}", result.All, StringComparison.Ordinal);
        Assert.Contains("Verification: OK", result.All, StringComparison.Ordinal);
        Assert.Contains($"Peer signature type: {key}", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnRsaCertificateOfTheOperator_IsServedToDevicesWithoutEcdsa_AndOursToTheOthers()
    {
        using var files = new TemporaryDirectory();
        var made = await Tool.RunAsync("bash", ["-ec", $"""
            cd {files.Path}
            openssl req -x509 -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.crt -subj /CN=localhost -days 9 -addext subjectAltName=DNS:localhost
            cat rsa.crt rsa.key > rsa.pem
            """]);
        Assert.Equal(0, made.ExitCode);
        await using var portal =
            await RunningPortal.StartAsync(null, "Production", $"--Listen:DeviceRsaCertificatePath={files.File("rsa.pem")}");
        foreach (var (suite, roots) in new[]
            { ("ECDHE-RSA-AES128-GCM-SHA256", files.File("rsa.crt")), ("ECDHE-ECDSA-AES128-GCM-SHA256", await portal.RootsAsync()) })
        {
            var result = await Tool.RunAsync("openssl", ["s_client",
                "-connect", $"localhost:{portal.MqttPort.ToString(CultureInfo.InvariantCulture)}", "-CAfile", roots, "-verify_return_error",
                "-tls1_2", "-cipher", suite]);
            Assert.Contains("Verification: OK", result.All, StringComparison.Ordinal);
            Assert.Contains($"Cipher is {suite}", result.All, StringComparison.Ordinal);
        }
    }

    private Task<JsonObject> AssertAttemptAsync(string code, string compared) => Eventually.Get(
        $"an attempt refused with {code}, {compared}",
        async () => (await Portal.GetAsync("/attempts?outcome=refused&limit=100"))["items"]!.AsArray()
            .Where(item => (string)item!["code"]! == code).SelectMany(item => item!["checks"]!.AsArray())
            .Select(check => check!.AsObject())
            .FirstOrDefault(check => ((string?)check["compared"])?.Contains(compared, StringComparison.Ordinal) == true)!,
        check => check is not null);
}
