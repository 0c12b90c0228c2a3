using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FleetPortal.Testing;
using Org.BouncyCastle.Cms;
using Xunit;

namespace FleetPortal.Tests;

/// <summary>A device's side of EST (RFC 7030), in the few lines that a test needs.</summary>
internal static class EstClient
{
    /// <summary>simplereenroll (RFC 7030 §4.2.2) with a new key; answers what was delivered, with that key.</summary>
    /// <exception cref="HttpRequestException">The portal is gone.</exception>
    public static async Task<X509Certificate2> RenewAsync(Uri devices, string name, X509Certificate2 own)
    {
        using var handler = new HttpClientHandler {
             ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        handler.ClientCertificates.Add(own);
        using var client = new HttpClient(handler) { BaseAddress = devices };
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var content = new StringContent(Convert.ToBase64String(RequestOf(name, next).CreateSigningRequest()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/pkcs10");
        using var answer = await client.PostAsync(new Uri("/.well-known/est/simplereenroll", UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        var certificate = new CmsSignedData(Convert.FromBase64String(text))
            .GetCertificates().EnumerateMatches(null).Single(x => x.SubjectDN.ToString() == $"CN={name}");
        using var delivered = X509CertificateLoader.LoadCertificate(certificate.GetEncoded());
        return delivered.CopyWithPrivateKey(next);
    }

    /// <summary>simpleenroll (RFC 7030 §4.2.1) with a one-time token as HTTP Basic; answers the status.</summary>
    public static async Task<int> EnrolAsync(RunningPortal portal, string name, string token)
    {
        using var handler = new HttpClientHandler {
             ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var client = new HttpClient(
            handler) { BaseAddress = new Uri($"https://127.0.0.1:{portal.Application.Endpoints.DevicesPort}") };
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{token}")));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var content = new StringContent(Convert.ToBase64String(RequestOf(name, key).CreateSigningRequest()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/pkcs10");
        using var answer = await client.PostAsync(new Uri("/.well-known/est/simpleenroll", UriKind.Relative), content);
        return (int)answer.StatusCode;
    }

    /// <summary>A request for a Thing's certificate.</summary>
    public static CertificateRequest RequestOf(string name, ECDsa key) => new($"CN={name}", key, HashAlgorithmName.SHA256);
}
