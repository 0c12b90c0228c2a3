using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FleetPortal.Testing;

namespace FleetPortal.Benchmarks;

/// <summary>
/// Certificates from CSR over HTTP: intent stored, twin linted, signed, stored, answered; one by one and by the hundred. In turns with
/// cfssl serve, which signs and stores nothing.
/// </summary>
internal static class IssueBenchmark
{
    private const int WarmUp = 2000;
    private const int Round = 1000;
    private const int Rounds = 4;
    private const int BatchSize = 250;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var portal = await PortalUnderTest.StartAsync();

        // A portal that has just started is compiled while it works; what it costs from then on is the question.
        await portal.EnrolAsync(WarmUp, "warm");
        var names = await RegisterAsync(portal, Round * Rounds * 2);
        var requests = names.Select(RequestOf).ToArray();
        using var files = new TemporaryDirectory();
        using var peer = await StartCfsslAsync(files);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{peer.Port}") };
        var (one, batch, theirs) = (new Turns(() => portal.Cpu), new Turns(() => portal.Cpu), new Turns(() => peer.Cpu));
        await SignAsync(client, requests[..200]);
        for (var round = 0; round < Rounds; round++)
        {
            var (first, second) = (2 * round * Round, ((2 * round) + 1) * Round);
            await one.AddAsync(Round,
                () => PortalUnderTest.InParallelAsync(Round, i => IssueAsync(portal, names[first + i], requests[first + i])));
            await batch.AddAsync(Round, () => PortalUnderTest.InParallelAsync(Round / BatchSize,
                i => IssueBatchAsync(portal, names, requests, second + (i * BatchSize))));
            await theirs.AddAsync(Round, () => SignAsync(client, requests[first..(first + Round)]));
        }

        return
        [
            new("certificates a second, FleetPortal, stored", one.Rate, "1/s"),
            new("certificates a second, FleetPortal, by batches of 250, stored", batch.Rate, "1/s"),
            new("certificates a second, cfssl serve, not stored", theirs.Rate, "1/s"),
            new("rate, FleetPortal to cfssl", one.Rate / theirs.Rate, "×", "≥ 1"),
            new("rate, FleetPortal in batches to cfssl", batch.Rate / theirs.Rate, "×", "≥ 3"),
            new("server CPU a certificate, FleetPortal", one.Cpu / one.Done, "ms"),
            new("server CPU a certificate, FleetPortal in batches", batch.Cpu / batch.Done, "ms"),
            new("server CPU a certificate, cfssl", theirs.Cpu / theirs.Done, "ms"),
        ];
    }

    private static async Task<string[]> RegisterAsync(PortalUnderTest portal, int count)
    {
        var names = Enumerable.Range(0, count).Select(i => $"issue-{i:D5}").ToArray();
        await PortalUnderTest.InParallelAsync(count, async i =>
        {
            using var answer = await portal.Api.PostAsJsonAsync(new Uri("/api/v1/things", UriKind.Relative),
                new { name = names[i], type = "bench" });
            answer.EnsureSuccessStatusCode();
        });
        return names;
    }

    private static string RequestOf(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
    }

    private static async Task IssueAsync(PortalUnderTest portal, string name, string csrPem)
    {
        using var answer = await portal.Api.PostAsJsonAsync(new Uri($"/api/v1/things/{name}/certificates", UriKind.Relative),
            new { csrPem });
        answer.EnsureSuccessStatusCode();
    }

    private static async Task IssueBatchAsync(PortalUnderTest portal, string[] names, string[] requests, int first)
    {
        var items = Enumerable.Range(first, BatchSize).Select(i => new { thingName = names[i], csrPem = requests[i] });
        using var answer = await portal.Api.PostAsJsonAsync(new Uri("/api/v1/certificates/issue-batch", UriKind.Relative), new { items });
        answer.EnsureSuccessStatusCode();
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        if (body["issued"]!.AsArray().Count != BatchSize)
        {
            throw new InvalidOperationException($"A batch was not issued as a whole: {body["failed"]}");
        }
    }

    private static Task SignAsync(HttpClient client, string[] requests) => PortalUnderTest.InParallelAsync(requests.Length, async i =>
    {
        using var answer = await client.PostAsJsonAsync(new Uri("/api/v1/cfssl/sign", UriKind.Relative),
            new { certificate_request = requests[i] });
        answer.EnsureSuccessStatusCode();
    });

    private static async Task<Peer> StartCfsslAsync(TemporaryDirectory files)
    {
        await File.WriteAllTextAsync(files.File("config.json"),
            """{"signing":{"default":{"expiry":"8760h","usages":["digital signature","client auth"]}}}""");
        var made = await Tool.RunAsync("bash",
            ["-ec", "openssl ecparam -name prime256v1 -genkey -noout -out ca.key; openssl req -x509 -new -key ca.key -days 3650 -subj "
            + "/CN=Peer -out ca.pem"], directory: files.Path);
        return made.ExitCode == 0
            ? await Peer.StartAsync("cfssl", port => ["serve", "-address", "127.0.0.1",
                "-port", $"{port}", "-ca", "ca.pem", "-ca-key", "ca.key", "-config", "config.json", "-loglevel", "5"], files.Path)
            : throw new InvalidOperationException(made.All);
    }
}
