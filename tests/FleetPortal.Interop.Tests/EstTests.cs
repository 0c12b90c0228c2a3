using System.Security.Cryptography.X509Certificates;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests;

/// <summary>Enrolment over Secure Transport (RFC 7030) with curl and openssl, and with strongSwan's own client.</summary>
public sealed class EstTests(PortalFixture fixture)
{
    private RunningPortal Portal => fixture.Portal;

    private string Address => $"https://localhost:{Portal.Application.Endpoints.DevicesPort}";

    [Fact]
    public async Task CaCertsAndCsrAttrs_AreReadByOpenSsl()
    {
        using var files = new TemporaryDirectory();
        var certificates = await DecodeAsync(files, (await CurlAsync("/cacerts")).Output);
        var read = await Tool.RunAsync("openssl", ["pkcs7", "-inform", "DER", "-in", certificates, "-print_certs", "-noout"]);
        Assert.Equal(2, read.Output.Split("subject=").Length - 1);
        var attributes = await DecodeAsync(files, (await CurlAsync("/csrattrs")).Output);
        Assert.Contains("prime256v1",
            (await Tool.RunAsync("openssl", ["asn1parse", "-inform", "DER", "-in", attributes])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithAToken_ADeviceEnrols_Once_AndRenewsWithItsCertificate()
    {
        using var files = new TemporaryDirectory();
        var token = await TokenAsync("est-curl");
        var first = await RequestAsync(files, "est-curl", "first");
        var answer = await CurlAsync("/simpleenroll", ["-u", $"est-curl:{token}", .. Post(first)]);
        await CertificateAsync(files, answer.Output, "first.pem");

        // The same request again is a lost answer: it gets the same certificate. Another key with a used token is refused.
        await CertificateAsync(files,
            (await CurlAsync("/simpleenroll", ["-u", $"est-curl:{token}", .. Post(first)])).Output, "repeated.pem");
        Assert.Equal(
            await File.ReadAllTextAsync(files.File("first.pem"), TestContext.Current.CancellationToken),
            await File.ReadAllTextAsync(files.File("repeated.pem"), TestContext.Current.CancellationToken));
        var stranger = await RequestAsync(files, "est-curl", "stranger");
        var again = (await CurlAsync("/simpleenroll", ["-i", "-u", $"est-curl:{token}", .. Post(stranger)])).Output;
        Assert.Matches(@"HTTP/\S+ 401", again);
        Assert.Contains("www-authenticate: basic", again, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("enrolment-token-invalid", again, StringComparison.Ordinal);

        var second = await RequestAsync(files, "est-curl", "second");
        var renewed = await CurlAsync("/simplereenroll",
            ["--cert", files.File("first.pem"), "--key", files.File("first.key"), .. Post(second)]);
        await CertificateAsync(files, renewed.Output, "second.pem");
        var certificates = (await Portal.GetAsync("/things/est-curl"))["certificates"]!.AsArray();
        Assert.Equal(["active", "active"], certificates.Select(certificate => (string)certificate!["status"]!));

        // The new one connects; the old one was not revoked by the mere issuing of the new.
        foreach (var name in new[] { "second", "first" })
        {
            await File.WriteAllTextAsync(files.File("roots.pem"), await File.ReadAllTextAsync(await Portal.RootsAsync(),
                TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
            var published = await Tool.RunAsync("mosquitto_pub",
                ["-h", "localhost", "-p", Portal.MqttPort.ToString(System.Globalization.CultureInfo.InvariantCulture),
                "--cafile", files.File("roots.pem"), "--cert", files.File(name + ".pem"),
                "--key", files.File(name + ".key"), "-i", "est-curl", "-t", "fleet/thing/est-curl/telemetry/x", "-m", "1", "-q", "1"]);
            Assert.True(published.ExitCode == 0, published.All);
        }
    }

    [Fact]
    public async Task WithAToken_AnApplicationEnrols_AndRenews_AndBothCertificatesConnect()
    {
        using var files = new TemporaryDirectory();
        await Portal.PostAsync("/applications", new { name = "est-app", publishes = (string[])["apps/est-app/#"] });
        var token = await TokenOfAsync("/applications/est-app");
        var first = await RequestAsync(files, "est-app", "first");
        await CertificateAsync(files, (await CurlAsync("/simpleenroll", ["-u", $"est-app:{token}", .. Post(first)])).Output, "first.pem");
        var second = await RequestAsync(files, "est-app", "second");
        await CertificateAsync(files, (await CurlAsync("/simplereenroll",
            ["--cert", files.File("first.pem"), "--key", files.File("first.key"), .. Post(second)])).Output, "second.pem");
        Assert.Equal(["active", "active"], (await Portal.GetAsync("/applications/est-app"))["certificates"]!.AsArray()
            .Select(certificate => (string)certificate!["status"]!));
        foreach (var name in new[] { "second", "first" })
        {
            var published = await Tool.RunAsync("mosquitto_pub",
                ["-h", "localhost", "-p", Portal.MqttPort.ToString(System.Globalization.CultureInfo.InvariantCulture),
                "--cafile", await Portal.RootsAsync(), "--cert", files.File(name + ".pem"), "--key", files.File(name + ".key"),
                "-i", "est-app.1", "-t", "apps/est-app/x", "-m", "1", "-q", "1"]);
            Assert.True(published.ExitCode == 0, published.All);
        }
    }

    [Fact]
    public async Task ServerKeyGen_AnswersAKeyAndItsCertificate_WhichBelongTogether()
    {
        using var files = new TemporaryDirectory();
        var token = await TokenAsync("est-keygen");
        var request = await RequestAsync(files, "est-keygen", "unused");
        var answer = (await CurlAsync("/serverkeygen", ["-u", $"est-keygen:{token}", .. Post(request)])).Output;
        var parts = answer.Split("\r\n\r\n").Skip(1).Select(part => part.Split("\r\n")[0]).ToList();
        var (key, certificates) = (await DecodeAsync(files, parts[0]), await DecodeAsync(files, parts[1]));
        var fromKey = await Tool.RunAsync("openssl", ["pkey", "-inform", "DER", "-in", key, "-pubout"]);
        await Tool.RunAsync("openssl", ["pkcs7", "-inform", "DER", "-in", certificates, "-print_certs", "-out", files.File("made.pem")]);
        var fromCertificate = await Tool.RunAsync("openssl", ["x509", "-in", files.File("made.pem"), "-noout", "-pubkey"]);
        Assert.Equal(fromCertificate.Output, fromKey.Output);
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", fromKey.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StrongSwan_EnrolsAndRenews()
    {
        using var files = new TemporaryDirectory();
        var token = await TokenAsync("est-swan");
        var (root, issuing) = (files.File("root.crt"), files.File("issuing.crt"));
        await Tool.RunAsync("openssl", ["x509", "-in", await Portal.RootsAsync(), "-outform", "DER", "-out", root]);
        await File.WriteAllBytesAsync(issuing, await Portal.Api.GetByteArrayAsync(new Uri("/pki/authorities/issuing-1.crt",
            UriKind.Relative), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        await RequestAsync(files, "est-swan", "one");
        await RequestAsync(files, "est-swan", "two");
        string[] trust = ["--est", "--url", Address, "--cacert", root, "--cacert", issuing, "--outform", "pem"];
        var first = await Tool.RunAsync("pki", [.. trust, "--in", files.File("one.der"), "--userpass", $"est-swan:{token}"]);
        Assert.Contains("Issued certificate is trusted", first.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(files.File("one.pem"), first.Output, TestContext.Current.CancellationToken);
        var second = await Tool.RunAsync("pki",
            [.. trust, "--in", files.File("two.der"), "--cert", files.File("one.pem"), "--key", files.File("one.key")]);
        Assert.Contains("Issued certificate is trusted", second.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no credentials", "unauthenticated")]
    [InlineData("another Thing's token", "enrolment-token-invalid")]
    [InlineData("another Thing's name in the request", "request-other-name")]
    [InlineData("the wrong content type", "media-type")]
    [InlineData("noise", "est-body-invalid")]
    [InlineData("1 MB", "est-body-invalid")]
    public async Task WhatIsWrongWithAnEnrolment_IsNamed_AndTheTokenStaysGood(string what, string code)
    {
        using var files = new TemporaryDirectory();
        var name = "est-bad-" + code + what.Length;
        var token = await TokenAsync(name);
        var request = await RequestAsync(files, what.Contains("in the request", StringComparison.Ordinal) ? "somebody-else" : name, "bad");
        var good = await RequestAsync(files, name, "good");
        if (what is "noise" or "1 MB")
        {
            await File.WriteAllTextAsync(request,
                what == "noise" ? "!!!" : new string('A', 1_000_000), TestContext.Current.CancellationToken);
        }

        string[] credentials = what switch
        {
            "no credentials" => [],
            "another Thing's token" => ["-u", $"{name}:{await TokenAsync(name + "-other")}"],
            _ => ["-u", $"{name}:{token}"],
        };
        var refused = await CurlAsync("/simpleenroll",
            [.. credentials, .. Post(request, what == "the wrong content type" ? "application/json" : "application/pkcs10")]);
        Assert.Contains($"\"{code}\"", refused.Output, StringComparison.Ordinal);
        var taken = await CurlAsync("/simpleenroll", ["-u", $"{name}:{token}", .. Post(good)]);
        await CertificateAsync(files, taken.Output, "good.pem");
    }

    [Fact]
    public async Task ARevokedCertificate_AndAnotherThingsRequest_RenewNothing()
    {
        using var files = new TemporaryDirectory();
        var (mine, other) = (await Portal.EnrolAsync("est-mine"), await Portal.EnrolAsync("est-other"));
        var foreign = await RequestAsync(files, "est-other", "foreign");
        Assert.Contains("request-other-name", (await CurlAsync("/simplereenroll",
            ["--cert", mine.CertificateFile, "--key", mine.KeyFile, .. Post(foreign)])).Output, StringComparison.Ordinal);
        Assert.Contains("no-credential", (await CurlAsync("/simplereenroll", Post(foreign))).Output, StringComparison.Ordinal);
        await Portal.PostAsync($"/certificates/{other.CertificateId}/revoke", new { reason = "keyCompromise" });
        Assert.Contains("status-not-active", (await CurlAsync("/simplereenroll",
            ["--cert", other.CertificateFile, "--key", other.KeyFile, .. Post(foreign)])).Output, StringComparison.Ordinal);
        var attempt = await Portal.AttemptAsync("status-not-active");
        Assert.NotNull(attempt);
    }

    [Fact]
    public async Task OfTwoWhoUseOneTokenAtOnce_OneGetsACertificate()
    {
        using var files = new TemporaryDirectory();
        var token = await TokenAsync("est-race");
        var requests = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => RequestAsync(files, "est-race", $"race-{i}")));
        await Task.WhenAll(requests.Select(request => CurlAsync("/simpleenroll", ["-u", $"est-race:{token}", .. Post(request)])));
        Assert.Single((await Portal.GetAsync("/things/est-race"))["certificates"]!.AsArray());
    }

    [Fact]
    public async Task Pkcs12_IsReadByOpenSsl_AndHoldsTheKeyAndTheChain()
    {
        using var files = new TemporaryDirectory();
        await Portal.PostAsync("/things", new { name = "est-p12" });
        Assert.Equal(400, (await Portal.PostAsync("/things/est-p12/certificates", new { pkcs12Password = "short" })).Status);
        Assert.Equal(400, (await Portal.PostAsync("/things/est-p12/certificates", new { pkcs12Password = "correct\0horse" })).Status);
        var (_, issued) = await Portal.PostAsync("/things/est-p12/certificates", new { pkcs12Password = "correct horse" });
        Assert.Null(issued["privateKeyPem"]);
        await File.WriteAllBytesAsync(files.File("it.p12"),
            Convert.FromBase64String((string)issued["pkcs12"]!), TestContext.Current.CancellationToken);
        var read = await Tool.RunAsync("openssl", ["pkcs12", "-in", files.File("it.p12"), "-passin", "pass:correct horse", "-nodes"]);
        Assert.Contains("friendlyName: est-p12", read.Output, StringComparison.Ordinal);
        var java = await Tool.RunAsync("keytool",
            ["-list", "-keystore", files.File("it.p12"), "-storetype", "PKCS12", "-storepass", "correct horse"]);
        Assert.Contains("est-p12, ", java.Output, StringComparison.Ordinal);
        Assert.Contains("PrivateKeyEntry", java.Output, StringComparison.Ordinal);
        foreach (var password in new[] { "Müller-geheim", "пароль пароль", "geheim 😀😀😀" })
        {
            var refused = await Portal.PostAsync("/things/est-p12/certificates", new { pkcs12Password = password });
            Assert.Equal((400, "pkcs12-password"), (refused.Status, (string)refused.Body["code"]!));
            Assert.Contains("ASCII", refused.Body.ToJsonString(), StringComparison.Ordinal);
        }

        Assert.Equal((1, 2),
            (read.Output.Split("-----BEGIN PRIVATE KEY-----").Length - 1, read.Output.Split("-----BEGIN CERTIFICATE-----").Length - 1));
    }

    private static string[] Post(
        string file, string type = "application/pkcs10") => ["-H", $"Content-Type: {type}", "-H", "Expect:", "--data-binary", "@" + file];

    private async Task<string> TokenAsync(string name)
    {
        await Portal.PostAsync("/things", new { name });
        return await TokenOfAsync($"/things/{name}");
    }

    private async Task<string> TokenOfAsync(string holder)
    {
        var (status, token) = await Portal.PostAsync(holder + "/enrolment-tokens", new { });
        Assert.Equal(201, status);
        return (string)token["token"]!;
    }

    private async Task<ToolResult> CurlAsync(string path, params string[] arguments) =>
        await Tool.RunAsync("curl", ["-s", "--cacert", await Portal.RootsAsync(), .. arguments, Address + "/.well-known/est" + path]);

    /// <summary>A key and a request, as DER and in base64; answers the base64 file.</summary>
    private static async Task<string> RequestAsync(TemporaryDirectory files, string name, string file)
    {
        var made = await Tool.RunAsync("openssl", ["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-keyout", files.File(file + ".key"), "-subj", "/CN=" + name, "-outform", "DER", "-out", files.File(file + ".der")]);
        Assert.True(made.ExitCode == 0, made.All);
        await File.WriteAllTextAsync(files.File(file + ".p10"),
            Convert.ToBase64String(await File.ReadAllBytesAsync(files.File(file + ".der"), TestContext.Current.CancellationToken),
            Base64FormattingOptions.InsertLineBreaks), TestContext.Current.CancellationToken);
        return files.File(file + ".p10");
    }

    private static async Task<string> DecodeAsync(TemporaryDirectory files, string base64)
    {
        var path = files.File(Guid.NewGuid().ToString("N"));
        await File.WriteAllBytesAsync(path, Convert.FromBase64String(base64), TestContext.Current.CancellationToken);
        return path;
    }

    private static async Task CertificateAsync(TemporaryDirectory files, string base64, string file)
    {
        var result = await Tool.RunAsync("openssl",
            ["pkcs7", "-inform", "DER", "-in", await DecodeAsync(files, base64), "-print_certs", "-out", files.File(file)]);
        Assert.True(result.ExitCode == 0, result.All);
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(files.File(file));
    }
}
