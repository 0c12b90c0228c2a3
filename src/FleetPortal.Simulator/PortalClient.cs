using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace FleetPortal.Simulator;

/// <summary>A client of the portal's public API.</summary>
public sealed class PortalClient : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>A client with a token.</summary>
    /// <param name="trust">See <see cref="SimulatorOptions.PortalTrust"/>.</param>
    public PortalClient(Uri portal, string token, X509Certificate2Collection? trust = null)
    {
        var handler = new SocketsHttpHandler();
        if (trust is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, sent, errors) => certificate is X509Certificate2 shown
                && IsTrusted(shown, sent?.ChainPolicy.ExtraStore ?? [], trust, errors);
        }

        _http = new HttpClient(handler) { BaseAddress = portal, Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>The roots of the device listeners.</summary>
    public async Task<X509Certificate2Collection> RootsAsync(CancellationToken cancellationToken)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(await _http.GetStringAsync(new Uri("/pki/roots.pem", UriKind.Relative), cancellationToken));
        return roots;
    }

    /// <summary>The port of the MQTT listener.</summary>
    public async Task<int> MqttPortAsync(CancellationToken cancellationToken)
    {
        var ready = await _http.GetFromJsonAsync<JsonObject>(new Uri("/health/ready", UriKind.Relative), cancellationToken);
        return (int)ready!["mqttPort"]!;
    }

    /// <summary>Registers a Thing, if it is not registered yet.</summary>
    internal async Task RegisterAsync(ThingPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            await PostAsync("things", new { name = plan.Name, type = plan.Model.Type, groups = plan.Groups, attributes = plan.Attributes },
                cancellationToken);
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.Conflict)
        {
            // It is registered.
        }
    }

    /// <summary>Requests a certificate. The key is not sent.</summary>
    /// <param name="validityDays">Null for the portal's default.</param>
    /// <returns>Its id, and PEM.</returns>
    public async Task<(string Id, string Pem)> IssueAsync(
        string name, string csrPem, int? validityDays, CancellationToken cancellationToken)
    {
        var issued = await PostAsync($"things/{Uri.EscapeDataString(name)}/certificates", new { csrPem, validityDays }, cancellationToken);
        return ((string)issued["id"]!, (string)issued["certificatePem"]!);
    }

    /// <summary>Reads the object at a path below <c>/api/v1</c>.</summary>
    public async Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(AddressOf(path), cancellationToken);
        return await ReadAsync(answer, cancellationToken);
    }

    /// <summary>Posts an object to a path below <c>/api/v1</c>, and returns the answer.</summary>
    /// <exception cref="HttpRequestException">The portal refused the request.</exception>
    public async Task<JsonObject> PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync(AddressOf(path), body, cancellationToken);
        return await ReadAsync(answer, cancellationToken);
    }

    /// <summary>Changes the object at a path below <c>/api/v1</c>, and returns the answer.</summary>
    /// <exception cref="HttpRequestException">The portal refused the request.</exception>
    public async Task<JsonObject> PatchAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var answer = await _http.PatchAsJsonAsync(AddressOf(path), body, cancellationToken);
        return await ReadAsync(answer, cancellationToken);
    }

    /// <summary>Deletes the object at a path below <c>/api/v1</c>.</summary>
    /// <exception cref="HttpRequestException">The portal refused the request.</exception>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.DeleteAsync(AddressOf(path), cancellationToken);
        await RequireSuccessAsync(answer, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Whether the certificate is itself trusted, or has the right name and a chain to a trusted root.</summary>
    private static bool IsTrusted(
        X509Certificate2 shown, X509Certificate2Collection sent, X509Certificate2Collection trust, SslPolicyErrors errors)
    {
        if (trust.Any(trusted => trusted.RawDataMemory.Span.SequenceEqual(shown.RawDataMemory.Span)))
        {
            return true;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(trust);
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        chain.ChainPolicy.ExtraStore.AddRange(trust);
        return !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && chain.Build(shown);
    }

    private static Uri AddressOf(string path) => new("/api/v1/" + path, UriKind.Relative);

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await RequireSuccessAsync(answer, cancellationToken);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(cancellationToken))!;
    }

    private static async Task RequireSuccessAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException(
                $"The portal answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}",
                null, answer.StatusCode);
        }
    }
}
