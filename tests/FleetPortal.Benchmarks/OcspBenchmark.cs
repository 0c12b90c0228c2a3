using System.Net.Http.Headers;
using FleetPortal.Testing;

namespace FleetPortal.Benchmarks;

/// <summary>
/// OCSP answers over HTTP for 100 certificates, asked for again and again, in turns with openssl ocsp and cfssl ocspserve (which serves
/// what was signed beforehand).
/// </summary>
internal static class OcspBenchmark
{
    private const int Certificates = 100;
    private const int Rounds = 4;
    private const int Questions = 20_000;
    private const int QuestionsToOpenSsl = 100;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var portal = await PortalUnderTest.StartAsync();
        var (identities, _, _) = await portal.EnrolAsync(Certificates);
        using var files = new TemporaryDirectory();
        await File.WriteAllTextAsync(files.File("issuing.pem"), identities[0].ChainPem);
        var questions = new byte[Certificates][];
        for (var i = 0; i < Certificates; i++)
        {
            await File.WriteAllTextAsync(files.File("it.pem"), identities[i].Certificate.ExportCertificatePem());
            await Tool.RunAsync("openssl", ["ocsp",
                "-no_nonce", "-issuer", files.File("issuing.pem"), "-cert", files.File("it.pem"), "-reqout", files.File("it.req")]);
            questions[i] = await File.ReadAllBytesAsync(files.File("it.req"));
        }

        await MakePeersAsync(files, identities);
        using var openssl = await Peer.StartAsync("openssl", port => ["ocsp", "-port",
            $"{port}", "-index", "index.txt", "-rsigner", "ca.pem", "-rkey", "ca.key", "-CA", "ca.pem", "-ignore_err"], files.Path);
        using var cfssl = await Peer.StartAsync("cfssl", port =>
            ["ocspserve", "-address", "127.0.0.1", "-port", $"{port}", "-responses", "responses.txt", "-loglevel", "5"], files.Path);
        using var toCfssl = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{cfssl.Port}") };
        var peerQuestions = await PeerQuestionsAsync(files);
        var (ours, slow, fast) = (new Turns(() => portal.Cpu), new Turns(() => openssl.Cpu), new Turns(() => cfssl.Cpu));
        await AskAsync(portal.Api, "/pki/ocsp", questions, Questions);
        await AskAsync(toCfssl, "/", peerQuestions, Questions / 4);
        for (var round = 0; round < Rounds; round++)
        {
            await ours.AddAsync(Questions, () => AskAsync(portal.Api, "/pki/ocsp", questions, Questions));
            await slow.AddAsync(QuestionsToOpenSsl, () => AskOpenSslAsync(files, openssl.Port));
            await fast.AddAsync(Questions, () => AskAsync(toCfssl, "/", peerQuestions, Questions));
        }

        return
        [
            new("OCSP answers a second, FleetPortal", ours.Rate, "1/s"),
            new("OCSP answers a second, openssl ocsp", slow.Rate, "1/s"),
            new("OCSP answers a second, cfssl ocspserve", fast.Rate, "1/s"),
            new("rate, FleetPortal to openssl ocsp", ours.Rate / slow.Rate, "×", "≥ 10"),
            new("rate, FleetPortal to cfssl ocspserve", ours.Rate / fast.Rate, "×", "≥ 1"),
            new("server CPU an answer, FleetPortal", ours.Cpu / ours.Done, "ms"),
            new("server CPU an answer, openssl ocsp", slow.Cpu / slow.Done, "ms"),
            new("server CPU an answer, cfssl ocspserve", fast.Cpu / fast.Done, "ms"),
        ];
    }

    /// <summary>With curl, one after another: OpenSSL resets the connection under .NET's client, which sends head and body apart.</summary>
    private static async Task AskOpenSslAsync(TemporaryDirectory files, int port)
    {
        var lines = Enumerable.Range(0, QuestionsToOpenSsl)
            .Select(i => $"url = http://127.0.0.1:{port}/\ndata-binary = @peer/{1 + (i % Certificates)}.req\nheader = \"Content-Type: "
            + $"application/ocsp-request\"\noutput = /dev/null\nfail\n");
        await File.WriteAllTextAsync(files.File("questions.curl"), string.Join("next\n", lines));
        await RunAsync(files, "curl -s -K questions.curl");
    }

    private static Task AskAsync(HttpClient client, string path, byte[][] questions, int count) =>
        Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            using var content = new ByteArrayContent(questions[i % questions.Length]);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/ocsp-request");
            using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content, CancellationToken.None);
            answer.EnsureSuccessStatusCode();
        });

    /// <summary>An authority of the peers' own with as many certificates: an index for openssl, signed answers for cfssl.</summary>
    private static async Task MakePeersAsync(TemporaryDirectory files, IReadOnlyList<Identity> identities)
    {
        await RunAsync(files, "openssl ecparam -name prime256v1 -genkey -noout -out ca.key; "
            + "openssl req -x509 -new -key ca.key -days 3650 -subj /CN=Peer "
            + "-addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature -addext extendedKeyUsage=OCSPSigning -out ca.pem; "
            + "openssl ecparam -name prime256v1 -genkey -noout -out d.key; openssl req -new -key d.key -subj /CN=device -out d.csr");
        await RunAsync(files, $"""
            : > index.txt; echo "unique_subject = no" > index.txt.attr; : > responses.txt; mkdir -p peer
            for i in $(seq 1 {identities.Count}); do
              openssl x509 -req -in d.csr -CA ca.pem -CAkey ca.key -set_serial $((4096 + i)) -days 90 -out peer/$i.pem 2>/dev/null
              printf 'V\t350101000000Z\t\t%X\tunknown\t/CN=device\n' $((4096 + i)) >> index.txt
              cfssl ocspsign -ca ca.pem -responder ca.pem -responder-key ca.key -cert peer/$i.pem -loglevel 5 | python3 -c 'import json,sys; print(json.load(sys.stdin)["ocspResponse"])' >> responses.txt
            done
            """);
    }

    private static async Task<byte[][]> PeerQuestionsAsync(TemporaryDirectory files)
    {
        await RunAsync(files,
            $"for i in $(seq 1 {Certificates}); do openssl ocsp -no_nonce -issuer ca.pem -cert peer/$i.pem -reqout peer/$i.req; done");
        return await Task.WhenAll(Enumerable.Range(1, Certificates).Select(i => File.ReadAllBytesAsync(files.File($"peer/{i}.req"))));
    }

    private static async Task RunAsync(TemporaryDirectory files, string script)
    {
        var result = await Tool.RunAsync("bash", ["-ec", script], directory: files.Path);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException(result.All);
        }
    }
}
