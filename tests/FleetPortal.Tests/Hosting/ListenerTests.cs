using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using MQTTnet.Formatter;
using Xunit;

namespace FleetPortal.Tests.Hosting;

public sealed class ListenerTests
{
    [Fact]
    public async Task AThing_ConnectsOverWebSocket_WithItsCertificate()
    {
        await using var portal = await RunningPortal.StartAsync();
        var device = await portal.EnrolAsync("socket");
        using var client = new MqttClientFactory().CreateMqttClient();
        var answer = await client.ConnectAsync(OptionsFor(portal, device, "socket"), TestContext.Current.CancellationToken);
        Assert.Equal(MqttClientConnectResultCode.Success, answer.ResultCode);
        var live = Assert.Single((await portal.GetAsync("/connections"))["items"]!.AsArray())!;
        Assert.Equal(("MQTT 5 over WebSocket", device.CertificateId), ((string)live["protocol"]!, (string)live["principal"]!));
        var published = await client.PublishStringAsync($"{device.Prefix}/telemetry/a",
            "x", MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(published.IsSuccess);

        var gone = new TaskCompletionSource<MqttClientDisconnectReason>();
        client.DisconnectedAsync += e =>
        {
            gone.TrySetResult(e.Reason);
            return Task.CompletedTask;
        };
        var (_, revoked) = await portal.PostAsync($"/certificates/{device.CertificateId}/revoke", new { reason = "keyCompromise" });
        Assert.Equal(1, (int)revoked["sessionsClosed"]!);
        Assert.Equal(MqttClientDisconnectReason.NotAuthorized, await gone.Task);
    }

    [Fact]
    public async Task AnotherName_IsRefusedOverWebSocketToo_WithTheReason()
    {
        await using var portal = await RunningPortal.StartAsync();
        var device = await portal.EnrolAsync("socket");
        using var client = new MqttClientFactory().CreateMqttClient();
        var answer = await client.ConnectAsync(OptionsFor(portal, device, "other"), TestContext.Current.CancellationToken);
        Assert.Equal((MqttClientConnectResultCode.ClientIdentifierNotValid, "client-identifier-mismatch"),
            (answer.ResultCode, answer.ReasonString));
    }

    [Fact]
    public async Task TheListenersCertificate_IsReplacedBeforeItExpires_WithoutARestart()
    {
        using var directory = new TemporaryDirectory();
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var application = FleetPortalApplication.Create(PortalProcess.SettingsFor(directory.Path),
            "Production", services => services.AddSingleton<TimeProvider>(time));
        await application.StartAsync(TestContext.Current.CancellationToken);
        var first = await SerialNumberAsync(application.Endpoints.MqttPort);
        time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(first, await SerialNumberAsync(application.Endpoints.MqttPort));
        time.Advance(TimeSpan.FromDays(31));
        await Eventually.Get("a new certificate", async () =>
        {
            time.Advance(TimeSpan.FromHours(1));
            return await SerialNumberAsync(application.Endpoints.MqttPort);
        }, serial => serial != first);
    }

    [Fact]
    public async Task ASession_EndsWhenItsCertificateExpires()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var portal = await RunningPortal.StartWithClockAsync(time);
        await portal.PostAsync("/things", new { name = "short", type = "pump" });
        var device = await portal.IssueAsync("short", validityDays: 1);
        using var client = new MqttClientFactory().CreateMqttClient();
        var gone = new TaskCompletionSource<MqttClientDisconnectReason>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.DisconnectedAsync += e =>
        {
            gone.TrySetResult(e.Reason);
            return Task.CompletedTask;
        };
        var options = OptionsFor(portal, device, "short");
        options.KeepAlivePeriod = TimeSpan.Zero;
        await client.ConnectAsync(options, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromHours(23));
        Assert.True(client.IsConnected);
        time.Advance(TimeSpan.FromHours(1));
        await Eventually.Holds("the end of the session", () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return gone.Task.IsCompleted;
        });
        Assert.Equal(MqttClientDisconnectReason.NotAuthorized, await gone.Task);
    }

    [Fact]
    public async Task AnotherSite_OpensNoCircuitHere()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", "https://evil.example");
        using var answer = await portal.Api.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(403, (int)answer.StatusCode);
    }

    [Fact]
    public async Task AnIdleConnectionOfTheDevicesListener_IsClosedAfter15Seconds()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var portal = await RunningPortal.StartWithClockAsync(time);
        using var client = new TcpClient();
        await client.ConnectAsync("localhost", portal.Application.Endpoints.DevicesPort, TestContext.Current.CancellationToken);
#pragma warning disable CA5359 // Only the end of the connection is looked at.
        await using var stream = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" },
            TestContext.Current.CancellationToken);
        await stream.WriteAsync("GET /.well-known/est/cacerts HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(),
            TestContext.Current.CancellationToken);
        Assert.True(await stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken) > 0);
        var ended = EndAsync(stream);
        time.Advance(TimeSpan.FromSeconds(14));
        Assert.False(ended.IsCompleted);
        await Eventually.Holds("the end of the idle connection", () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return ended.IsCompleted;
        });
    }

    private static async Task EndAsync(SslStream stream)
    {
        try
        {
            while (await stream.ReadAsync(new byte[4096]) > 0)
            {
                // The rest of the answer.
            }
        }
        catch (IOException)
        {
            // Reset is an end, too.
        }
    }

    private static MqttClientOptions OptionsFor(RunningPortal portal, TestDevice device, string clientId) => new MqttClientOptionsBuilder()
        .WithClientId(clientId)
        .WithProtocolVersion(MqttProtocolVersion.V500)
        .WithWebSocketServer(socket => socket.WithUri($"wss://localhost:{portal.Application.Endpoints.DevicesPort}/mqtt"))
        .WithTlsOptions(tls => tls
            .UseTls()
            .WithCertificateValidationHandler(_ => true)
            .WithClientCertificates(
                new X509Certificate2Collection(X509Certificate2.CreateFromPemFile(device.CertificateFile, device.KeyFile))))
        .Build();

    private static async Task<string> SerialNumberAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("localhost", port, TestContext.Current.CancellationToken);
        string? serial = null;
#pragma warning disable CA5359 // Only the serial number is looked at; the chain is tested with openssl.
        await using var stream = new SslStream(client.GetStream(), false, (_, certificate, _, _) =>
        {
            serial = certificate?.GetSerialNumberString();
            return true;
        });
#pragma warning restore CA5359
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", AllowTlsResume = false },
            TestContext.Current.CancellationToken);
        return serial!;
    }
}
