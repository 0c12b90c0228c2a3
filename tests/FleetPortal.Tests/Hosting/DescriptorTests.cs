using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FleetPortal.Testing;
using MQTTnet;
using MQTTnet.Exceptions;
using Xunit;

namespace FleetPortal.Tests.Hosting;

/// <summary>
/// Strangers who open more connections than the process may have files: they are refused or closed, and the process never ends.
/// </summary>
public sealed class DescriptorTests
{
    private const int Descriptors = 600;
    private const int IdlePerPort = 700;

    [Fact]
    public async Task BeyondTheLimitOfOpenFiles_StrangersAreShed_AndTheFleetAndTheOperatorGetIn()
    {
        using var directory = new TemporaryDirectory();
        var settings = PortalProcess.SettingsFor(directory.Path);
        await PortalProcess.FoundAsync(settings);
        var token =
            (await PortalProcess.RunAsync(["token", "create", "--name", "few", "--role", "administrator", .. settings])).Output.Trim();
        var (process, address) = await PortalProcess.ServeWithDescriptorsAsync(Descriptors, settings);
        var strangers = new List<Socket>();
        try
        {
            using var client = ClientOf(address, token);
            var ready = JsonNode.Parse(await client.GetStringAsync("/health/ready", TestContext.Current.CancellationToken))!;
            using var certificate = await EnrolAsync(client, "known");
            foreach (var port in new[] { address.Port, (int)ready["devicesPort"]!, (int)ready["mqttPort"]! })
            {
                strangers.AddRange(await Task.WhenAll(Enumerable.Range(0, IdlePerPort).Select(_ => ConnectAsync(port))));
                Assert.False(process.HasExited, $"The portal ended with {IdlePerPort} idle connections on port {port}.");
            }

            Assert.InRange(Directory.GetFileSystemEntries($"/proc/{process.Id}/fd").Length, 1, Descriptors - 1);
            await Eventually.Holds("a known device is let in", () => IsLetInAsync((int)ready["mqttPort"]!, certificate));
            await Eventually.Holds("the operator gets an answer", async () =>
            {
                using var operators = ClientOf(address, token);
                return await operators.GetAsync("/api/v1/things/known", TestContext.Current.CancellationToken)
                    is { StatusCode: HttpStatusCode.OK };
            });
            Assert.False(process.HasExited);
            await Eventually.Holds("the closed connections are counted", async () =>
            {
                using var counted = ClientOf(address, token);
                var attempts = JsonNode.Parse(await counted.GetStringAsync("/api/v1/attempts?outcome=refused&limit=50",
                    TestContext.Current.CancellationToken))!["items"]!.AsArray();
                return attempts.Any(attempt => (string)attempt!["code"]! == "closed-for-room" && (long)attempt["count"]! > 100);
            });
        }
        finally
        {
            strangers.ForEach(socket => socket.Dispose());
            await PortalProcess.KillAsync(process);
        }
    }

    [Fact]
    public async Task TooFewOpenFiles_StopTheStart_WithWhatToDo()
    {
        using var directory = new TemporaryDirectory();
        using var process = PortalProcess.StartWithDescriptors(300, PortalProcess.SettingsFor(directory.Path));
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, process.ExitCode);
        Assert.Contains("The limit of open files is 300", error, StringComparison.Ordinal);
        Assert.Contains("LimitNOFILE", error, StringComparison.Ordinal);
    }

    private static HttpClient ClientOf(Uri address, string token)
    {
        var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionReset)
        {
            // No room for a stranger, which is right: the portal closed it before this side knew that it was open.
        }

        return socket;
    }

    private static async Task<X509Certificate2> EnrolAsync(HttpClient client, string name)
    {
        using var registered = await client.PostAsJsonAsync("/api/v1/things", new { name, type = "pump" });
        registered.EnsureSuccessStatusCode();
        using var issued = await client.PostAsJsonAsync($"/api/v1/things/{name}/certificates", new { });
        var body = JsonNode.Parse(await issued.Content.ReadAsStringAsync())!;
        using var pair = X509Certificate2.CreateFromPem((string)body["certificatePem"]!, (string)body["privateKeyPem"]!);
        return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
    }

    private static async Task<bool> IsLetInAsync(int port, X509Certificate2 certificate)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        try
        {
            var answer = await client.ConnectAsync(
                new MqttClientOptionsBuilder().WithClientId("known").WithTcpServer("127.0.0.1", port)
                    .WithTlsOptions(tls => tls.UseTls().WithCertificateValidationHandler(_ => true)
                        .WithClientCertificates(new X509Certificate2Collection(certificate))).Build(),
                TestContext.Current.CancellationToken);
            return answer.ResultCode == MqttClientConnectResultCode.Success;
        }
        catch (MqttCommunicationException)
        {
            // Closed for room in its turn: a device tries again.
            return false;
        }
    }
}
