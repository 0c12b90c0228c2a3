using System.Net.Http.Headers;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests;

/// <summary>What tools that we did not write say of a good certificate and of a revoked one: OpenSSL, GnuTLS, NSS, strongSwan.</summary>
public sealed class RevocationTests(PortalFixture fixture)
{
    private RunningPortal Portal => fixture.Portal;

    [Fact]
    public async Task Crl_OpenSslGnuTlsAndStrongSwan_AcceptTheGoodAndRefuseTheRevoked()
    {
        using var files = new TemporaryDirectory();
        var (good, revoked) = await PairAsync("crl");
        var pki = await FilesAsync(files);
        await ToolAsync("openssl", ["verify", "-x509_strict",
            "-crl_check", "-CAfile", pki.Root, "-untrusted", pki.Issuing, "-CRLfile", pki.CrlPem, good.CertificateFile], ": OK");
        await RefusedAsync("openssl", ["verify", "-x509_strict", "-crl_check",
            "-CAfile", pki.Root, "-untrusted", pki.Issuing, "-CRLfile", pki.CrlPem, revoked.CertificateFile], "certificate revoked");
        await ToolAsync("certtool", ["--verify-crl", "--infile", pki.CrlPem, "--load-ca-certificate", pki.Issuing], "Verified");
        await ToolAsync("certtool", ["--verify", "--load-ca-certificate",
            pki.Both, "--load-crl", pki.CrlPem, "--infile", good.CertificateFile], "Chain verification output: Verified.");
        await RefusedAsync("certtool", ["--verify", "--load-ca-certificate",
            pki.Both, "--load-crl", pki.CrlPem, "--infile", revoked.CertificateFile], "Not verified", "The certificate chain is revoked.");
        await ToolAsync("pki", ["--verify", "--in", good.CertificateFile, "--cacert", pki.Root, "--cacert", pki.Issuing, "--crl", pki.Crl],
            "certificate trusted");
        await RefusedAsync("pki", ["--verify",
            "--in", revoked.CertificateFile, "--cacert", pki.Root, "--cacert", pki.Issuing, "--crl", pki.Crl], "certificate was revoked");
    }

    [Fact]
    public async Task TheCompleteCrl_IsTakenByNss_WhichKnowsNoParts()
    {
        using var files = new TemporaryDirectory();
        var (good, revoked) = await PairAsync("nss");
        var pki = await FilesAsync(files);
        await File.WriteAllBytesAsync(pki.Crl, await Portal.Api.GetByteArrayAsync(new Uri("/pki/crl/issuing-1.crl", UriKind.Relative),
            TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        var store = files.Path;
        await ToolAsync("certutil", ["-N", "-d", store, "--empty-password"]);
        await ToolAsync("certutil", ["-A", "-d", store, "-n", "root", "-t", "CT,C,C", "-i", pki.Root]);
        await ToolAsync("certutil", ["-A", "-d", store, "-n", "issuing", "-t", ",,", "-i", pki.Issuing]);
        await ToolAsync("certutil", ["-A", "-d", store, "-n", "good", "-t", ",,", "-i", good.CertificateFile]);
        await ToolAsync("certutil", ["-A", "-d", store, "-n", "revoked", "-t", ",,", "-i", revoked.CertificateFile]);
        await ToolAsync("crlutil", ["-I", "-d", store, "-i", pki.Crl]);
        await ToolAsync("certutil", ["-V", "-d", store, "-n", "good", "-u", "C"], "certificate is valid");
        await RefusedAsync("certutil", ["-V", "-d", store, "-n", "revoked", "-u", "C"], "Certificate has been revoked");
    }

    [Fact]
    public async Task Ocsp_OpenSslGnuTlsAndNss_GetTheSameAnswer()
    {
        using var files = new TemporaryDirectory();
        var (good, revoked) = await PairAsync("ocsp");
        var pki = await FilesAsync(files);
        var address = new Uri(Portal.Application.PortalAddress, "/pki/ocsp").ToString();
        foreach (var (device, word) in new[] { (good, "good"), (revoked, "revoked") })
        {
            await ToolAsync("openssl", ["ocsp", "-issuer",
                pki.Issuing, "-cert", device.CertificateFile, "-url", address, "-CAfile", pki.Root], $": {word}", "Response verify OK");
            await AssertNonceIsRepeatedAsync(pki, device, address);
            await ToolAsync("openssl", ["ocsp", "-sha256", "-no_nonce", "-issuer",
                pki.Issuing, "-cert", device.CertificateFile, "-url", address, "-CAfile", pki.Root], $": {word}", "Response verify OK");
            await ToolAsync("ocsptool", [$"--ask={address}", "--load-issuer", pki.Issuing, "--load-cert",
                device.CertificateFile, "--load-trust", pki.Both], $"Certificate Status: {word}", "Verifying OCSP Response: Success");
        }

        var store = files.Path;
        await ToolAsync("certutil", ["-N", "-d", store, "--empty-password"]);
        await ToolAsync("certutil", ["-A", "-d", store, "-n", "root", "-t", "CT,C,C", "-i", pki.Root]);
        await ToolAsync("certutil", ["-A", "-d", store, "-n", "issuing", "-t", ",,", "-i", pki.Issuing]);
        await ToolAsync("certutil", ["-A", "-d", store, "-n", "good", "-t", ",,", "-i", good.CertificateFile]);
        await ToolAsync("certutil", ["-A", "-d", store, "-n", "revoked", "-t", ",,", "-i", revoked.CertificateFile]);
        await ToolAsync("ocspclnt", ["-d", store, "-S", "good", "-l", address, "-t", "issuing"], "good");
        await ToolAsync("ocspclnt", ["-d", store, "-S", "revoked", "-l", address, "-t", "issuing"], "revoked");
    }

    [Fact]
    public async Task Ocsp_ByGet_IsAnsweredForCaches_AndAnAnswerIsReplacedWhenTheCertificateIsRevoked()
    {
        using var files = new TemporaryDirectory();
        var device = await Portal.EnrolAsync("ocsp-get");
        var pki = await FilesAsync(files);
        var request = files.File("request.der");
        await ToolAsync("openssl", ["ocsp", "-no_nonce", "-issuer", pki.Issuing, "-cert", device.CertificateFile, "-reqout", request]);
        var path = new Uri("/pki/ocsp/" + Uri.EscapeDataString(
            Convert.ToBase64String(await File.ReadAllBytesAsync(request, TestContext.Current.CancellationToken))), UriKind.Relative);
        using var before = await Portal.Api.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal("application/ocsp-response", before.Content.Headers.ContentType!.MediaType);
        Assert.True(before.Headers.CacheControl is { Public: true, MaxAge.TotalSeconds: > 0 and <= 60 });
        var good = await before.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(good, await Portal.Api.GetByteArrayAsync(path, TestContext.Current.CancellationToken));
        await Portal.PostAsync($"/certificates/{device.CertificateId}/revoke", new { reason = "superseded" });
        var answer = files.File("answer.der");
        await File.WriteAllBytesAsync(answer,
            await Portal.Api.GetByteArrayAsync(path, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        await ToolAsync("openssl", ["ocsp", "-respin",
            answer, "-issuer", pki.Issuing, "-cert", device.CertificateFile, "-CAfile", pki.Root, "-no_nonce"], ": revoked", "superseded");
    }

    [Theory]
    [InlineData("trailing octets", 1)]
    [InlineData("noise", 1)]
    [InlineData("10 MB", 1)]
    [InlineData("another authority", 6)]
    public async Task Ocsp_WhatIsWrongWithARequest_IsSaidAsOcspSaysIt(string what, byte status)
    {
        using var files = new TemporaryDirectory();
        var device = await Portal.EnrolAsync("ocsp-bad-" + what.Replace(' ', '-').Replace("10-MB", "large", StringComparison.Ordinal));
        var pki = await FilesAsync(files);
        var request = files.File("request.der");
        await ToolAsync("openssl",
            ["ocsp", "-issuer", what == "another authority" ? pki.Root : pki.Issuing, "-cert", device.CertificateFile, "-reqout", request]);
        var octets = await File.ReadAllBytesAsync(request, TestContext.Current.CancellationToken);
        octets = what switch
        {
            "trailing octets" => [.. octets, 0, 0],
            "noise" => [1, 2, 3],
            "10 MB" => new byte[10_000_000],
            _ => octets,
        };
        using var message = new HttpRequestMessage(HttpMethod.Post,
            "/pki/ocsp") { Content = new ByteArrayContent(octets), Headers = { ExpectContinue = octets.Length > 1_000_000 } };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/ocsp-request");
        using var answer = await Portal.Api.SendAsync(message, TestContext.Current.CancellationToken);
        if (what == "10 MB")
        {
            // By its Content-Length, before anything is read.
            Assert.Equal(413, (int)answer.StatusCode);
            return;
        }

        Assert.Equal(new byte[] { 0x30, 3, 0x0A, 1, status },
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>OpenSSL only warns where its nonce does not come back.</summary>
    private static async Task AssertNonceIsRepeatedAsync(PkiFiles pki, TestDevice device, string address)
    {
        var result = await Tool.RunAsync("openssl",
            ["ocsp", "-issuer", pki.Issuing, "-cert", device.CertificateFile, "-url", address, "-CAfile", pki.Root, "-text"]);
        Assert.DoesNotContain("WARNING", result.All, StringComparison.Ordinal);
        Assert.Equal(2, result.Output.Split("OCSP Nonce").Length - 1);
    }

    private async Task<(TestDevice Good, TestDevice Revoked)> PairAsync(string name)
    {
        var (good, revoked) = (await Portal.EnrolAsync(name + "-1"), await Portal.EnrolAsync(name + "-2"));
        await Portal.PostAsync($"/certificates/{revoked.CertificateId}/revoke", new { reason = "keyCompromise" });
        return (good, revoked);
    }

    private async Task<PkiFiles> FilesAsync(TemporaryDirectory files)
    {
        var (root, issuing, both, crl, crlPem) =
            (files.File("root.pem"), files.File("issuing.pem"), files.File("both.pem"), files.File("part.crl"), files.File("part.pem"));
        await File.WriteAllTextAsync(root, await File.ReadAllTextAsync(await Portal.RootsAsync(), TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(crl, await Portal.Api.GetByteArrayAsync(new Uri("/pki/authorities/issuing-1.crt", UriKind.Relative),
            TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        await ToolAsync("openssl", ["x509", "-inform", "DER", "-in", crl, "-out", issuing]);
        await File.WriteAllTextAsync(both, await File.ReadAllTextAsync(root, TestContext.Current.CancellationToken)
            + await File.ReadAllTextAsync(issuing, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(crl, await Portal.Api.GetByteArrayAsync(new Uri("/pki/crl/issuing-1-0.crl", UriKind.Relative),
            TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        await ToolAsync("openssl", ["crl", "-inform", "DER", "-in", crl, "-out", crlPem]);
        return new PkiFiles(root, issuing, both, crl, crlPem);
    }

    /// <summary>Runs a tool that is to be content, and to say so in these very words.</summary>
    private static async Task ToolAsync(string program, string[] arguments, params string[] words) =>
        Check(await Tool.RunAsync(program, arguments), succeeds: true, program, arguments, words);

    /// <summary>Runs a tool that is to refuse, with these very words.</summary>
    private static async Task RefusedAsync(string program, string[] arguments, params string[] words) =>
        Check(await Tool.RunAsync(program, arguments), succeeds: false, program, arguments, words);

    private static void Check(ToolResult result, bool succeeds, string program, string[] arguments, string[] words)
    {
        Assert.True(result.ExitCode == 0 == succeeds,
            $"{program} {string.Join(' ', arguments)} ended with {result.ExitCode}: {result.All}");
        Assert.All(words, word => Assert.Contains(word, result.All, StringComparison.Ordinal));
    }

    private sealed record PkiFiles(string Root, string Issuing, string Both, string Crl, string CrlPem);
}
