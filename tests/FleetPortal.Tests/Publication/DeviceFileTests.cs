using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Tests.Publication;

/// <summary>HTTP of what devices and caches fetch (RFC 9110 §9.1, §13; RFC 9111 §5; RFC 5019 §6).</summary>
public sealed class DeviceFileTests
{
    private const string Crl = "/pki/crl/issuing-1.crl";

    [Fact]
    public async Task EveryFile_AnswersHeadAsGet_WithoutItsBody_AndOtherMethodsWith405()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var devices = Devices(portal);
        (HttpClient Client, string Path)[] files =
        [
            (portal.Api, Crl), (portal.Api, "/pki/crl/root-1.crl"),
            (portal.Api, "/pki/roots.pem"), (portal.Api, "/pki/authorities/issuing-1.crt"),
            (devices, "/.well-known/est/cacerts"), (devices, "/.well-known/est/csrattrs"),
        ];
        foreach (var (client, path) in files)
        {
            using var got = await SendAsync(client, HttpMethod.Get, path);
            using var head = await SendAsync(client, HttpMethod.Head, path);
            Assert.Equal((path, HttpStatusCode.OK, HttpStatusCode.OK), (path, got.StatusCode, head.StatusCode));
            var length = (await got.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length;
            Assert.Equal((path, length, 0), (path, (int)head.Content.Headers.ContentLength!.Value,
                (await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length));
            Assert.NotNull(got.Headers.ETag);
            Assert.False(got.Headers.ETag.IsWeak);
            Assert.True(got.Headers.CacheControl is { Public: true, MaxAge.TotalSeconds: > 0 });
            Assert.NotNull(got.Content.Headers.Expires);
            using var again = await SendAsync(client, HttpMethod.Get, path, request => request.Headers.IfNoneMatch.Add(got.Headers.ETag));
            Assert.Equal((path, HttpStatusCode.NotModified), (path, again.StatusCode));
            Assert.Equal(got.Headers.ETag, again.Headers.ETag);
            using var posted = await SendAsync(client, HttpMethod.Post, path);
            Assert.Equal((path, HttpStatusCode.MethodNotAllowed), (path, posted.StatusCode));
            Assert.Contains("GET", posted.Content.Headers.Allow);
        }

        foreach (var path in new[] { "simpleenroll", "simplereenroll", "serverkeygen" })
        {
            using var got = await SendAsync(devices, HttpMethod.Get, "/.well-known/est/" + path);
            Assert.Equal((path, HttpStatusCode.MethodNotAllowed), (path, got.StatusCode));
            Assert.Equal(["POST"], got.Content.Headers.Allow);
        }

        using var missing = await SendAsync(portal.Api, HttpMethod.Head, "/pki/crl/nobody.crl");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task ACrlThatHasChanged_IsSentWhole_AlsoInTheSecondOfTheOneBefore()
    {
        // Before the real now: the framework takes no If-Modified-Since from the future.
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 12, 0, 0, 500, TimeSpan.Zero));
        await using var portal = await RunningPortal.StartWithClockAsync(time);
        await portal.PostAsync("/things", new { name = "pump-1" });
        var (_, issued) = await portal.PostAsync("/things/pump-1/certificates", new { });
        time.Advance(TimeSpan.FromMinutes(10));
        var part = "/pki/crl/issuing-1-0.crl";
        using var first = await SendAsync(portal.Api, HttpMethod.Get, part);
        Assert.Equal(HttpStatusCode.NotModified, (await SinceAsync(first.Content.Headers.LastModified!.Value)).StatusCode);
        time.Advance(TimeSpan.FromSeconds(5));
        using var later = await SendAsync(portal.Api, HttpMethod.Get, part);
        var modified = later.Content.Headers.LastModified!.Value;
        Assert.True(modified <= time.GetUtcNow());
        Assert.Equal(HttpStatusCode.NotModified, (await SinceAsync(modified)).StatusCode);

        await portal.PostAsync($"/certificates/{(string)issued["id"]!}/revoke", new { reason = "superseded" });
        Assert.Equal(HttpStatusCode.OK, (await SinceAsync(modified)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SinceAsync(time.GetUtcNow())).StatusCode);
        using var stale = await SendAsync(portal.Api,
            HttpMethod.Get, part, request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));
        Assert.Equal(HttpStatusCode.OK, stale.StatusCode);
        Assert.NotEqual(first.Headers.ETag, stale.Headers.ETag);

        Task<HttpResponseMessage> SinceAsync(DateTimeOffset since) =>
            SendAsync(portal.Api, HttpMethod.Get, part, request => request.Headers.IfModifiedSince = since);
    }

    [Fact]
    public async Task AnOcspAnswerByGet_HasAHead_AndAnETag()
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.PostAsync("/things", new { name = "pump-1" });
        var (_, issued) = await portal.PostAsync("/things/pump-1/certificates", new { });
        var generator = new Org.BouncyCastle.Ocsp.OcspReqGenerator();
        var authority = new Org.BouncyCastle.X509.X509Certificate(await portal.Api
            .GetByteArrayAsync(new Uri("/pki/authorities/issuing-1.crt", UriKind.Relative), TestContext.Current.CancellationToken));
        generator.AddRequest(new Org.BouncyCastle.Ocsp.CertificateID(Org.BouncyCastle.Ocsp.CertificateID.DigestSha1,
            authority, new Org.BouncyCastle.Math.BigInteger((string)issued["serialNumber"]!, 16)));
        var path = "/pki/ocsp/" + Uri.EscapeDataString(Convert.ToBase64String(generator.Generate().GetEncoded()));
        using var got = await SendAsync(portal.Api, HttpMethod.Get, path);
        using var head = await SendAsync(portal.Api, HttpMethod.Head, path);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (got.StatusCode, head.StatusCode));
        Assert.Equal(got.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using var again = await SendAsync(portal.Api, HttpMethod.Get, path, request => request.Headers.IfNoneMatch.Add(got.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task AFactoryCertificateInTls_EnrolsAtSimpleenroll_AndAStrangersAsksForAToken()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        using var factory = new CertificateRequest("O=Maker, CN=SN-0007", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddYears(5));
        await portal.PostAsync("/things", new { name = "pump-1" });
        Assert.Equal(401, await EnrolAsync());
        var (status, _) = await portal.PostAsync("/things/pump-1/certificates/registered",
            new { certificatePem = factory.ExportCertificatePem() });
        Assert.Equal(201, status);
        Assert.Equal(200, await EnrolAsync());
        var certificates = (await portal.GetAsync("/things/pump-1"))["certificates"]!.AsArray();
        Assert.Equal(["active", "active"], certificates.Select(certificate => (string)certificate!["status"]!));

        async Task<int> EnrolAsync()
        {
            using var own = Devices(portal, factory);
            using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var content = new StringContent(Convert
                .ToBase64String(new CertificateRequest("O=Maker, CN=SN-0007", next, HashAlgorithmName.SHA256).CreateSigningRequest()));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/pkcs10");
            using var answer = await own.PostAsync(new Uri("/.well-known/est/simpleenroll", UriKind.Relative),
                content, TestContext.Current.CancellationToken);
            Assert.Equal(answer.StatusCode == HttpStatusCode.Unauthorized, answer.Headers.WwwAuthenticate.Count > 0);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task APrivateKeyBesideACertificate_IsSaid_AndNotKept()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        using var factory = new CertificateRequest("CN=SN-0007", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddYears(5));
        await portal.PostAsync("/things", new { name = "pump-1" });
        var (status, body) = await portal.PostAsync("/things/pump-1/certificates/registered",
            new { certificatePem = key.ExportPkcs8PrivateKeyPem() + "\n" + factory.ExportCertificatePem() });
        Assert.Equal(201, status);
        Assert.Contains("private key", (string)Assert.Single(body["notes"]!.AsArray())!, StringComparison.Ordinal);
        Assert.Null((await portal.GetAsync($"/certificates/{(string)body["id"]!}"))["notes"]);
        using var searched = await portal.Api.GetAsync(new Uri("/api/v1/certificates?q="
            + Uri.EscapeDataString(key.ExportPkcs8PrivateKeyPem()), UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, searched.StatusCode);
        Assert.Contains("query-private-key",
            await searched.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static HttpClient Devices(RunningPortal portal, X509Certificate2? own = null)
    {
        var handler = new HttpClientHandler {
             ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        if (own is not null)
        {
            handler.ClientCertificates.Add(own);
        }

        return new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{portal.Application.Endpoints.DevicesPort}") };
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, HttpMethod method, string path, Action<HttpRequestMessage>? prepare = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        prepare?.Invoke(request);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
