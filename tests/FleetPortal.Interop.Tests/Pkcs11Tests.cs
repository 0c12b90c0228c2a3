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
        var tokens = Directory.CreateDirectory(files.File("tokens")).FullName;
        await File.WriteAllTextAsync(files.File("softhsm2.conf"), $"directories.tokendir = {tokens}\nobjectstore.backend = file\n", TestContext.Current.CancellationToken);
        var environment = new Dictionary<string, string> { ["SOFTHSM2_CONF"] = files.File("softhsm2.conf") };
        Assert.Equal(0, (await Tool.RunAsync("softhsm2-util", ["--init-token", "--free", "--label", "fleet", "--so-pin", "5678", "--pin", "1234"], environment: environment)).ExitCode);
        string[] settings = [.. PortalProcess.SettingsFor(files.File("data")), "--Keys:Store=Pkcs11", $"--Keys:Pkcs11:Library={Library}", "--Keys:Pkcs11:Token=fleet", "--Keys:Pkcs11:Pin=1234"];
        var token = (await PortalProcess.RunAsync(environment, ["token", "create", "--name", "hsm", "--role", "administrator", .. settings])).Output.Trim();
        var (process, address) = await PortalProcess.ServeAsync(environment, settings);
        try
        {
            using var client = new HttpClient { BaseAddress = address };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            Assert.Empty(Directory.GetFiles(files.File("data/keys"), "*.key"));
            await PostAsync(client, "/things", new { name = "pump-1" }, HttpStatusCode.Created);
            await AssertVerifiesAsync(files, client, await PostAsync(client, "/things/pump-1/certificates", new { }, HttpStatusCode.Created));

            // Gone in the middle: refused with a reason, nothing half done, and said by the health page.
            Directory.Move(tokens, files.File("elsewhere"));
            Assert.Equal("key-unavailable", (string)(await PostAsync(client, "/things/pump-1/certificates", new { }, HttpStatusCode.ServiceUnavailable))["code"]!);
            using (var health = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken))
            {
                Assert.Contains("key unavailable", await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            }

            Assert.Equal(1, (await client.GetFromJsonAsync<JsonObject>("/api/v1/certificates", TestContext.Current.CancellationToken))!["total"]!.GetValue<int>());

            // Back again: the next request is answered, without a restart.
            Directory.Move(files.File("elsewhere"), tokens);
            await AssertVerifiesAsync(files, client, await PostAsync(client, "/things/pump-1/certificates", new { }, HttpStatusCode.Created));

            // Beside it, an authority whose key is a file.
            var inFile = await PostAsync(client, "/authorities/issuing", new { name = "In a file", keyStore = "file" }, HttpStatusCode.Created);
            Assert.Equal("file", (string)inFile["keyStore"]!);
            await AssertVerifiesAsync(files, client, await PostAsync(client, "/things/pump-1/certificates", new { authority = (string)inFile["id"]! }, HttpStatusCode.Created));
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
        Directory.CreateDirectory(files.File("tokens"));
        await File.WriteAllTextAsync(files.File("softhsm2.conf"), $"directories.tokendir = {files.File("tokens")}\nobjectstore.backend = file\n", TestContext.Current.CancellationToken);
        var result = await PortalProcess.RunAsync(
            new Dictionary<string, string> { ["SOFTHSM2_CONF"] = files.File("softhsm2.conf") },
            [.. PortalProcess.SettingsFor(files.File("data")), "--Keys:Store=Pkcs11", $"--Keys:Pkcs11:Library={Library}", "--Keys:Pkcs11:Token=fleet", "--Keys:Pkcs11:Pin=1234"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("there is no token fleet", result.All, StringComparison.Ordinal);
        Assert.DoesNotContain("1234", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWrongPin_StopsTheStart_WithOneLine()
    {
        using var files = new TemporaryDirectory();
        Directory.CreateDirectory(files.File("tokens"));
        await File.WriteAllTextAsync(files.File("softhsm2.conf"), $"directories.tokendir = {files.File("tokens")}\nobjectstore.backend = file\n", TestContext.Current.CancellationToken);
        var environment = new Dictionary<string, string> { ["SOFTHSM2_CONF"] = files.File("softhsm2.conf") };
        await Tool.RunAsync("softhsm2-util", ["--init-token", "--free", "--label", "fleet", "--so-pin", "5678", "--pin", "1234"], environment: environment);
        var result = await PortalProcess.RunAsync(
            environment, [.. PortalProcess.SettingsFor(files.File("data")), "--Keys:Store=Pkcs11", $"--Keys:Pkcs11:Library={Library}", "--Keys:Pkcs11:Token=fleet", "--Keys:Pkcs11:Pin=4321"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("CKR_PIN_INCORRECT", result.All, StringComparison.Ordinal);
    }

    private static async Task AssertVerifiesAsync(TemporaryDirectory files, HttpClient client, JsonObject issued)
    {
        var (root, issuing, device) = (files.File("root.pem"), files.File("issuing.pem"), files.File("device.pem"));
        await File.WriteAllTextAsync(root, await client.GetStringAsync(new Uri("/pki/roots.pem", UriKind.Relative)));
        await File.WriteAllTextAsync(issuing, (string)issued["chainPem"]!);
        await File.WriteAllTextAsync(device, (string)issued["certificatePem"]!);
        Assert.Contains("OK", (await Tool.RunAsync("openssl", ["verify", "-x509_strict", "-CAfile", root, "-untrusted", issuing, device])).Output, StringComparison.Ordinal);
    }

    private static async Task<JsonObject> PostAsync(HttpClient client, string path, object body, HttpStatusCode expected)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1" + path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, text);
        return JsonNode.Parse(text)!.AsObject();
    }
}
