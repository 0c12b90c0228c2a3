using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests;

/// <summary>Authorities whose keys are on a PKCS#11 token: SoftHSM2.</summary>
public sealed class Pkcs11Tests
{
    private const string Library = "/usr/lib/softhsm/libsofthsm2.so";

    [Fact]
    public async Task KeysOnAToken_SignCertificatesThatVerify_AndATokenThatIsGone_LeavesAClearState()
    {
        using var files = new TemporaryDirectory();
        var environment = await MakeTokenAsync(files);
        var tokens = files.File("tokens");
        string[] settings = [.. PortalProcess.SettingsFor(files.File("data")),
            "--Keys:Store=Pkcs11", $"--Keys:Pkcs11:Library={Library}", "--Keys:Pkcs11:Token=fleet", "--Keys:Pkcs11:Pin=1234"];
        var (process, address) = await PortalProcess.ServeAsync(environment, settings);
        var token = (await PortalProcess.RunAsync(environment,
            ["token", "create", "--name", "hsm", "--role", "administrator", .. settings])).Output.Trim();
        try
        {
            using var client = new HttpClient { BaseAddress = address };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            Assert.Empty(Directory.GetFiles(files.File("data/keys"), "*.key"));
            await PostAsync(client, "/things", new { name = "pump-1" }, HttpStatusCode.Created);
            await AssertVerifiesAsync(files,
                client, await PostAsync(client, "/things/pump-1/certificates", new { }, HttpStatusCode.Created));

            // Gone in the middle: refused with a reason, nothing half done, and said by the health page.
            Directory.Move(tokens, files.File("elsewhere"));
            Assert.Equal("key-unavailable",
                (string)(await PostAsync(client, "/things/pump-1/certificates", new { }, HttpStatusCode.ServiceUnavailable))["code"]!);
            using (var health = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken))
            {
                Assert.Contains("key unavailable",
                    await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            }

            Assert.Equal(1, await CountAsync(client));

            // Back again: the next request is answered, without a restart.
            Directory.Move(files.File("elsewhere"), tokens);
            await AssertVerifiesAsync(files,
                client, await PostAsync(client, "/things/pump-1/certificates", new { }, HttpStatusCode.Created));

            // Beside it, an authority whose key is a file.
            var inFile = await PostAsync(client,
                "/authorities/issuing", new { name = "In a file", keyStore = "file" }, HttpStatusCode.Created);
            Assert.Equal("file", (string)inFile["keyStore"]!);
            await AssertVerifiesAsync(files, client,
                await PostAsync(client, "/things/pump-1/certificates", new { authority = (string)inFile["id"]! }, HttpStatusCode.Created));
        }
        finally
        {
            await PortalProcess.KillAsync(process);
        }
    }

    [Fact]
    public async Task ALineThatIsCutWithinASignature_IsTakenUpAnew_AndOneThatStaysCut_LeavesNothingHalfIssued()
    {
        using var files = new TemporaryDirectory();
        var softHsm = await MakeTokenAsync(files);
        await using var token = new RemoteToken(files.File("hsm.sock"), Library, softHsm);
        var environment = new Dictionary<string, string> { ["P11_KIT_SERVER_ADDRESS"] = token.Address };
        string[] settings = [.. PortalProcess.SettingsFor(files.File("data")), "--Keys:Store=Pkcs11",
            $"--Keys:Pkcs11:Library={RemoteToken.ClientLibrary}", "--Keys:Pkcs11:Token=fleet", "--Keys:Pkcs11:Pin=1234"];
        var (process, address) = await PortalProcess.ServeAsync(environment, settings);
        var secret = (await PortalProcess.RunAsync(environment,
            ["token", "create", "--name", "hsm", "--role", "administrator", .. settings])).Output.Trim();
        try
        {
            using var client = new HttpClient { BaseAddress = address };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
            await PostAsync(client, "/things", new { name = "pump-1" }, HttpStatusCode.Created);

            // Once: the same request is signed on a new line.
            token.CutWithinASignature(forGood: false);
            var issued = await PostAsync(client, "/things/pump-1/certificates", new { }, HttpStatusCode.Created);
            Assert.Equal(1, token.Cuts);
            await AssertVerifiesAsync(files, client, issued);

            // For good: a clear state, and nobody has half a certificate.
            token.CutWithinASignature(forGood: true);
            Assert.Equal("key-unavailable",
                (string)(await PostAsync(client, "/things/pump-1/certificates", new { }, HttpStatusCode.ServiceUnavailable))["code"]!);
            Assert.Equal(2, token.Cuts);
            Assert.Equal(1, await CountAsync(client));
            using (var health = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken))
            {
                Assert.Contains("key unavailable",
                    await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            }

            // What needs no signature goes on, and is not undone for want of one: the CRL follows when the line is back.
            var id = (string)issued["id"]!;
            var revoked = await PostAsync(client, $"/certificates/{id}/revoke", new { reason = "keyCompromise" }, HttpStatusCode.OK);
            Assert.Equal("revoked", (string)revoked["status"]!);
            Assert.Null(revoked["knownAfterMilliseconds"]!["crl"]);
            token.Mend();
            await AssertVerifiesAsync(files,
                client, await PostAsync(client, "/things/pump-1/certificates", new { }, HttpStatusCode.Created));
            Assert.Equal(2, await CountAsync(client));
            await File.WriteAllBytesAsync(files.File("crl.der"), await client.GetByteArrayAsync(new Uri("/pki/crl/issuing-1.crl",
                UriKind.Relative), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
            var listed = await Tool.RunAsync("openssl", ["crl", "-inform", "DER", "-in", files.File("crl.der"), "-noout", "-text"]);
            Assert.Contains($"Serial Number: {((string)issued["serialNumber"]!).ToUpperInvariant()}",
                listed.Output, StringComparison.Ordinal);
        }
        finally
        {
            await PortalProcess.KillAsync(process);
        }
    }

    [Fact]
    public async Task ATokenThatIsNotThere_StopsTheStart_WithOneLine()
    {
        using var files = new TemporaryDirectory();
        var result = await PortalProcess.RunAsync(
            await ConfigureAsync(files),
            [.. PortalProcess.SettingsFor(files.File("data")),
                "--Keys:Store=Pkcs11", $"--Keys:Pkcs11:Library={Library}", "--Keys:Pkcs11:Token=fleet", "--Keys:Pkcs11:Pin=1234"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("there is no token fleet", result.All, StringComparison.Ordinal);
        Assert.DoesNotContain("1234", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWrongPin_StopsTheStart_WithOneLine()
    {
        using var files = new TemporaryDirectory();
        var environment = await MakeTokenAsync(files);
        var result = await PortalProcess.RunAsync(
            environment, [.. PortalProcess.SettingsFor(files.File("data")),
                "--Keys:Store=Pkcs11", $"--Keys:Pkcs11:Library={Library}", "--Keys:Pkcs11:Token=fleet", "--Keys:Pkcs11:Pin=4321"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("CKR_PIN_INCORRECT", result.All, StringComparison.Ordinal);
    }

    /// <summary>SoftHSM2 without a token; answers its environment.</summary>
    private static async Task<Dictionary<string, string>> ConfigureAsync(TemporaryDirectory files)
    {
        Directory.CreateDirectory(files.File("tokens"));
        await File.WriteAllTextAsync(files.File("softhsm2.conf"),
            $"directories.tokendir = {files.File("tokens")}\nobjectstore.backend = file\n");
        return new Dictionary<string, string> { ["SOFTHSM2_CONF"] = files.File("softhsm2.conf") };
    }

    /// <summary>SoftHSM2 with the token "fleet".</summary>
    private static async Task<Dictionary<string, string>> MakeTokenAsync(TemporaryDirectory files)
    {
        var environment = await ConfigureAsync(files);
        Assert.Equal(0, (await Tool.RunAsync("softhsm2-util",
            ["--init-token", "--free", "--label", "fleet", "--so-pin", "5678", "--pin", "1234"], environment: environment)).ExitCode);
        return environment;
    }

    private static async Task<int> CountAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonObject>("/api/v1/certificates", TestContext.Current.CancellationToken))!["total"]!
            .GetValue<int>();

    private static async Task AssertVerifiesAsync(TemporaryDirectory files, HttpClient client, JsonObject issued)
    {
        var (root, issuing, device) = (files.File("root.pem"), files.File("issuing.pem"), files.File("device.pem"));
        await File.WriteAllTextAsync(root, await client.GetStringAsync(new Uri("/pki/roots.pem", UriKind.Relative)));
        await File.WriteAllTextAsync(issuing, (string)issued["chainPem"]!);
        await File.WriteAllTextAsync(device, (string)issued["certificatePem"]!);
        Assert.Contains("OK", (await Tool.RunAsync("openssl",
            ["verify", "-x509_strict", "-CAfile", root, "-untrusted", issuing, device])).Output, StringComparison.Ordinal);
    }

    private static async Task<JsonObject> PostAsync(HttpClient client, string path, object body, HttpStatusCode expected)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1" + path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, text);
        return JsonNode.Parse(text)!.AsObject();
    }
}
