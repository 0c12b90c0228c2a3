using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FleetPortal.Testing;

namespace FleetPortal.Benchmarks;

/// <summary>The portal as a process of its own, so that its CPU can be told from the load's.</summary>
internal sealed class PortalUnderTest : IAsyncDisposable
{
    private const int Parallel = 8;

    private readonly TemporaryDirectory _directory;
    private readonly Process _process;

    private PortalUnderTest(TemporaryDirectory directory, Process process, HttpClient api, string token, int mqttPort)
    {
        (_directory, _process, Api, Token, MqttPort) = (directory, process, api, token, mqttPort);
    }

    public HttpClient Api { get; }

    public string Token { get; }

    public int MqttPort { get; }

    public string Directory => _directory.Path;

    /// <summary>Processor time so far, user and system, in milliseconds.</summary>
    public double Cpu => Processor.Of(_process.Id);

    /// <summary>Resident now, and at most so far, in megabytes.</summary>
    public double Memory => Processor.MemoryOf(_process.Id, "VmRSS:");

    public double PeakMemory => Processor.MemoryOf(_process.Id, "VmHWM:");

    public static async Task<PortalUnderTest> StartAsync(Func<string, Task>? prepare = null)
    {
        var directory = new TemporaryDirectory();
        string[] settings = [.. PortalProcess.SettingsFor(directory.Path),
            "--Limits:ConnectionsPerAddress=100000", "--Limits:PendingPerAddress=100000"];
        if (prepare is not null)
        {
            await prepare(directory.Path);
        }

        await PortalProcess.FoundAsync(settings);
        var token = (await PortalProcess
            .RunAsync(["token", "create", "--name", "benchmark", "--role", "administrator", .. settings])).Output.Trim();
        var (process, address) = await PortalProcess.ServeAsync(settings);
        var api = new HttpClient { BaseAddress = address };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var ready = JsonNode.Parse(await api.GetStringAsync(new Uri("/health/ready", UriKind.Relative)))!;
        return new PortalUnderTest(directory, process, api, token, (int)ready["mqttPort"]!);
    }

    /// <summary>
    /// Registers Things and issues their certificates; answers the identities, how long the certificates took, and the server's CPU for
    /// them.
    /// </summary>
    public async Task<(IReadOnlyList<Identity> Identities, TimeSpan Elapsed, double Cpu)> EnrolAsync(int count, string prefix = "bench")
    {
        var identities = new Identity[count];
        var requests = new (string Name, ECDsa Key, string Csr)[count];
        await InParallelAsync(count, async i =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{i:D5}");
            var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            requests[i] = (name, key, new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSigningRequestPem());
            using var answer = await Api.PostAsJsonAsync(new Uri("/api/v1/things", UriKind.Relative), new { name, type = "bench" });
            answer.EnsureSuccessStatusCode();
        });
        var (started, before) = (Stopwatch.GetTimestamp(), Cpu);
        await InParallelAsync(count,
            async i => identities[i] = await IssueAsync("things", requests[i].Name, requests[i].Key, requests[i].Csr));
        return (identities, Stopwatch.GetElapsedTime(started), Cpu - before);
    }

    /// <summary>Creates an application and issues its certificate.</summary>
    public async Task<Identity> EnrolApplicationAsync(string name, string[] hears, string[] publishes)
    {
        using var created = await Api.PostAsJsonAsync(new Uri("/api/v1/applications", UriKind.Relative), new { name, hears, publishes });
        created.EnsureSuccessStatusCode();
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return await IssueAsync("applications", name, key,
            new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSigningRequestPem());
    }

    public static Task InParallelAsync(int count, Func<int, Task> work) =>
        System.Threading.Tasks.Parallel.ForEachAsync(Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = Parallel }, async (i, _) => await work(i));

    private async Task<Identity> IssueAsync(string kind, string name, ECDsa key, string csrPem)
    {
        using var answer = await Api.PostAsJsonAsync(new Uri($"/api/v1/{kind}/{name}/certificates", UriKind.Relative), new { csrPem });
        answer.EnsureSuccessStatusCode();
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return new Identity(name, (string)body["id"]!,
            X509Certificate2.CreateFromPem((string)body["certificatePem"]!, key.ExportPkcs8PrivateKeyPem()), (string)body["chainPem"]!);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await PortalProcess.KillAsync(_process);
        _directory.Dispose();
    }
}

/// <summary>A Thing with its key and certificate.</summary>
internal sealed record Identity(string Name, string CertificateId, X509Certificate2 Certificate, string ChainPem)
{
    /// <summary>Made once and offline: otherwise .NET fetches the issuer from the portal at every connect (AIA), in both turns.</summary>
    public SslStreamCertificateContext Context { get; } = SslStreamCertificateContext.Create(Certificate, null, offline: true);
}

/// <summary>Reads CPU and memory of a process from /proc.</summary>
internal static class Processor
{
    private const double MillisecondsPerTick = 10;
    private const int UserTimeField = 11;

    /// <summary>A line of proc(5)'s status, in megabytes.</summary>
    public static double MemoryOf(int process, string line) =>
        double.Parse(File.ReadLines($"/proc/{process}/status").First(text => text.StartsWith(line, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;

    /// <summary>utime and stime of proc(5), in milliseconds.</summary>
    public static double Of(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[UserTimeField], CultureInfo.InvariantCulture)
            + double.Parse(fields[UserTimeField + 1], CultureInfo.InvariantCulture)) * MillisecondsPerTick;
    }
}
