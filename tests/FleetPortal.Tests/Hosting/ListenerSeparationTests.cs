using System.Net.Security;
using System.Net.Sockets;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Hosting;

/// <summary>What answers on which listener, in every spelling of a path.</summary>
public sealed class ListenerSeparationTests(OnePortal one) : IClassFixture<OnePortal>
{
    private RunningPortal Portal => one.Portal;

    [Theory]
    [InlineData("GET", "/.well-known/est/cacerts")]
    [InlineData("GET", "/.well-known/EST/cacerts")]
    [InlineData("GET", "/.WELL-KNOWN/est/cacerts")]
    [InlineData("GET", "/%2ewell-known/est/cacerts")]
    [InlineData("GET", "/.well-known/es%74/cacerts")]
    [InlineData("GET", "/.well-known/est/cacerts/")]
    [InlineData("POST", "/.Well-Known/Est/serverkeygen")]
    [InlineData("GET", "/mqtt")]
    [InlineData("GET", "/MQTT")]
    [InlineData("GET", "/%6dqtt")]
    [InlineData("GET", "/mqtt/")]
    [InlineData("POST", "/mqtt/negotiate")]
    [InlineData("POST", "/Mqtt/Negotiate")]
    public async Task WhatIsForDevices_IsNotOnThePortalsListener_InAnySpelling(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Portal.Application.PortalAddress.ToString().TrimEnd('/')
            + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
        request.Headers.Add("Sec-WebSocket-Protocol", "mqtt");
        using var answer = await Portal.Api.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(404, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/api/v1/things")]
    [InlineData("/API/V1/things")]
    [InlineData("/pki/roots.pem")]
    [InlineData("/pki/ocsp/MEkw")]
    [InlineData("/PKI/OCSP/MEkw")]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/_blazor/negotiate")]
    [InlineData("/css/base.css")]
    [InlineData("/mqtt/negotiate")]
    public async Task WhatIsForPeople_IsNotOnTheDevicesListener(string path)
    {
        using var client = DevicesClient(Portal);
        using var answer = path.EndsWith("negotiate", StringComparison.Ordinal)
            ? await client.PostAsync(new Uri(path, UriKind.Relative), null, TestContext.Current.CancellationToken)
            : await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(404, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("mqtt", null, 101)]
    [InlineData("mqttv3.1", null, 101)]
    [InlineData("chat, mqtt", null, 101)]
    [InlineData(null, null, 101)]
    [InlineData("chat", null, 400)]
    [InlineData("mqtt", "https://evil.example", 403)]
    [InlineData("mqtt", "null", 403)]
    public async Task TheWebSocket_WantsASubprotocolThatItSpeaks_AndNoPageOfAnotherSite(string? protocols, string? origin, int status)
    {
        using var client = DevicesClient(Portal);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/mqtt");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
        if (protocols is not null)
        {
            request.Headers.Add("Sec-WebSocket-Protocol", protocols);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData(true, "mqtt", "mqtt")]
    [InlineData(true, "x-amzn-mqtt-ca", "x-amzn-mqtt-ca")]
    [InlineData(true, "h2,http/1.1,mqtt", "mqtt")]
    [InlineData(true, "", "")]
    [InlineData(true, "h2,http/1.1", "")]
    [InlineData(false, "mqtt", null)]
    [InlineData(false, "http/1.1", "http/1.1")]
    [InlineData(false, "h2,http/1.1", "http/1.1")]
    public async Task AListener_AgreesInTlsOnWhatItSpeaks(bool mqtt, string offered, string? agreed)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("localhost",
            mqtt ? Portal.MqttPort : Portal.Application.Endpoints.DevicesPort, TestContext.Current.CancellationToken);
#pragma warning disable CA5359 // Only the protocol is looked at.
        await using var stream = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        var options = new SslClientAuthenticationOptions { TargetHost = "localhost", ApplicationProtocols =
            [.. offered.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => new SslApplicationProtocol(name))] };
        if (agreed is null)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => stream.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken));
            return;
        }

        await stream.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken);
        Assert.Equal(agreed, stream.NegotiatedApplicationProtocol.ToString());
    }

    private static HttpClient DevicesClient(RunningPortal portal)
    {
#pragma warning disable CA5359, CA2000 // The server's certificate is tested with openssl; the client disposes the handler.
        return new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } }) {
             BaseAddress = new Uri($"https://localhost:{portal.Application.Endpoints.DevicesPort}") };
#pragma warning restore CA5359, CA2000
    }
}
