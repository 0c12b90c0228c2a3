using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests;

public sealed class OpenSslTests(PortalFixture fixture)
{
    private RunningPortal Portal => fixture.Portal;

    [Fact]
    public async Task AnIssuedCertificate_VerifiesStrictly()
    {
        var device = await Portal.EnrolAsync("strict");
        using var directory = new TemporaryDirectory();
        var issuing = Path.Combine(directory.Path, "issuing.pem");
        await File.WriteAllTextAsync(issuing, await IssuingPemAsync(), TestContext.Current.CancellationToken);
        var result = await Tool.RunAsync("openssl", ["verify",
            "-x509_strict", "-purpose", "sslclient", "-CAfile", device.RootsFile, "-untrusted", issuing, device.CertificateFile]);
        Assert.Equal($"{device.CertificateFile}: OK\n", result.Output);
        Assert.NotEqual(0, (await Tool.RunAsync("openssl", ["verify", "-x509_strict",
            "-purpose", "sslserver", "-CAfile", device.RootsFile, "-untrusted", issuing, device.CertificateFile])).ExitCode);
    }

    [Theory]
    [InlineData("-tls1_2", "TLSv1.2")]
    [InlineData("-tls1_3", "TLSv1.3")]
    public async Task TheListener_ShowsAChainToTheRoot(string option, string version)
    {
        var result = await Tool.RunAsync("openssl", ["s_client",
            "-connect", Address, "-verify_return_error", "-verify_hostname", "localhost", "-CAfile", await Portal.RootsAsync(), option]);
        Assert.Contains("Verification: OK", result.All, StringComparison.Ordinal);
        Assert.Contains(version, result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoCertificate_IsRefusedAtConnect()
    {
        var result = await Tool.RunAsync("mosquitto_pub", ["-h", "localhost", "-p", Portal.MqttPort.ToString(CultureInfo.InvariantCulture),
            "--cafile", await Portal.RootsAsync(), "-i", "nobody", "-V", "5", "-t", "x", "-m", "y", "-d"]);
        Assert.Contains("CONNACK (135)", result.All, StringComparison.Ordinal);
        await AssertComparedAsync("no-credential", "no client certificate");
    }

    [Fact]
    public async Task ASelfSignedCertificate_IsRefusedAtConnect()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=self", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
        await AssertRefusedAsync(certificate, key, "chain-not-trusted", "self-signed");
    }

    [Fact]
    public async Task ACertificateOfAnotherAuthority_IsRefusedAtConnect()
    {
        using var foreignKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=Foreign Root", foreignKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = root.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=self", key, HashAlgorithmName.SHA256)
            .Create(authority, DateTimeOffset.UnixEpoch.AddYears(51), DateTimeOffset.UnixEpoch.AddYears(79), [1, 2, 3]);
        await AssertRefusedAsync(certificate, key, "chain-not-trusted", "Foreign Root");
    }

    [Fact]
    public async Task AServerCertificateOfOurs_IsRefusedAtConnect()
    {
        var (certificate, _) = await Portal.Get<ServerCertificate>()
            .IssueAsync(["localhost"], ServerKey.Ecdsa, TestContext.Current.CancellationToken);
        using var disposed = certificate;
        using var key = certificate.GetECDsaPrivateKey()!;
        await AssertRefusedAsync(certificate, key, "chain-not-trusted", "not a client certificate");
    }

    [Fact]
    public async Task AnExpiredCertificate_IsRefusedAtConnect()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var random = RandomNumberGenerator.Create();
        var authority = Portal.Get<AuthorityVault>().Issuing.Signer;
        var today = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        using var certificate =
            X509CertificateLoader.LoadCertificate(Pki.Issuance.CertificateIssuer.Issue(authority, new Pki.Issuance.CertificateContent
        {
            Profile = Pki.Profiles.Profile.Thing,
            SerialNumber = Pki.Text.SerialNumber.Create(random),
            Name = "self",
            SubjectPublicKeyInfo = key.ExportSubjectPublicKeyInfo(),
            NotBefore = today.AddDays(-10),
            NotAfter = today.AddDays(-1),
        }));
        await AssertRefusedAsync(certificate,
            key, "certificate-expired", today.AddDays(-1).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task ThePortalsOwnHttps_ShowsAChainToTheRoot()
    {
        await using var portal = await RunningPortal.StartAsync(null, "Production", "--Listen:Portal=https://127.0.0.1:0");
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{portal.Application.Endpoints.PortalPort}");
        using var directory = new TemporaryDirectory();
        var root = PemEncoding.WriteString("CERTIFICATE", portal.Get<AuthorityVault>().Root);
        await File.WriteAllTextAsync(directory.File("root.pem"), root, TestContext.Current.CancellationToken);
        var answer = await Tool.RunAsync("curl", ["-s", "--cacert", directory.File("root.pem"), $"https://{address}/health/live"]);
        Assert.Equal("ok", answer.Output);
    }

    private string Address => string.Create(CultureInfo.InvariantCulture, $"localhost:{Portal.MqttPort}");

    private async Task<string> IssuingPemAsync()
    {
        var der = await Portal.Api.GetByteArrayAsync(new Uri("/pki/authorities/issuing-1.crt", UriKind.Relative),
            TestContext.Current.CancellationToken);
        return PemEncoding.WriteString("CERTIFICATE", der);
    }

    private async Task AssertRefusedAsync(X509Certificate2 certificate, ECDsa key, string code, string compared)
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("c.pem"), certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(directory.File("c.key"), key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        var device = new TestDevice("self",
            "fleet/pump/self", "", directory.File("c.pem"), directory.File("c.key"), await Portal.RootsAsync());
        var result = await Mosquitto.PublishAsync(Portal, device, "x");
        Assert.Contains("CONNACK (135)", result.All, StringComparison.Ordinal);
        await AssertComparedAsync(code, compared);
    }

    private Task AssertComparedAsync(string code, string compared) => Eventually.Get(
        $"an attempt refused with {code}, {compared}",
        async () => (await Portal.GetAsync("/attempts?outcome=refused&limit=100"))["items"]!.AsArray(),
        items => items.Any(item => (string)item!["code"]! == code && item["checks"]!
            .AsArray().Any(check => ((string?)check!["compared"])?.Contains(compared, StringComparison.Ordinal) == true)));
}
