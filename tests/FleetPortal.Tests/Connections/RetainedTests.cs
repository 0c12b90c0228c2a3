using System.Security.Cryptography.X509Certificates;
using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Topics;
using FleetPortal.Testing;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace FleetPortal.Tests.Connections;

/// <summary>What the broker keeps of a Thing that is not there: on the disk while it exists, gone when it is retired.</summary>
public sealed class RetainedTests
{
    [Fact]
    public async Task ARetainedMessage_IsOnTheDiskWhenItIsAcknowledged_AndThereAfterARestart()
    {
        using var directory = new TemporaryDirectory();
        string topic;
        await using (var portal = await RunningPortal.StartAsync(directory))
        {
            var device = await portal.EnrolAsync("pump-1");
            topic = $"{device.Prefix}/state/door";
            using var client = await ConnectAsync(portal, device, session: false);
            var message = new MqttApplicationMessageBuilder()
                .WithTopic(topic).WithPayload("open").WithRetainFlag().WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .WithContentType("text/plain").WithUserProperty("site", "east"u8.ToArray()).Build();
            await client.PublishAsync(message, TestContext.Current.CancellationToken);
            Assert.Equal("open"u8.ToArray(),
                Assert.Single(await portal.Get<RetainedMessages>().LoadAsync(TestContext.Current.CancellationToken)).Payload);
        }

        await using var restarted = await RunningPortal.StartAsync(directory);
        var kept = Assert.Single(restarted.Get<RetainedTree>().Matching(FilterOf(topic), DateTimeOffset.UtcNow));
        Assert.Equal(("open", QualityOfService.AtLeastOnce), (System.Text.Encoding.UTF8.GetString(kept.Payload), kept.QualityOfService));
        Assert.Contains("text/plain", System.Text.Encoding.UTF8.GetString(kept.Properties), StringComparison.Ordinal);
        Assert.Contains("east", System.Text.Encoding.UTF8.GetString(kept.Properties), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARetiredThing_LeavesNeitherRetainedMessagesNorASession()
    {
        await using var portal = await RunningPortal.StartAsync();
        var device = await portal.EnrolAsync("pump-1");
        var topic = $"{device.Prefix}/state/door";
        using (var client = await ConnectAsync(portal, device, session: true))
        {
            await client.SubscribeAsync($"{device.Prefix}/commands/#",
                MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
            await client.PublishStringAsync(topic,
                "open", MqttQualityOfServiceLevel.AtLeastOnce, retain: true, TestContext.Current.CancellationToken);
            await client.DisconnectAsync(MqttClientDisconnectOptionsReason.NormalDisconnection,
                sessionExpiryInterval: 3600, cancellationToken: TestContext.Current.CancellationToken);
        }

        await Eventually.Get("the device to be gone",
            () => portal.GetAsync("/connections"), connections => (int)connections["total"]! == 0);
        Assert.Equal(1, portal.Get<SessionTable>().Count);
        using var answer = await portal.Api.DeleteAsync(new Uri("/api/v1/things/pump-1?forget=true", UriKind.Relative),
            TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(0, portal.Get<SessionTable>().Count);
        Assert.Equal(0, portal.Get<RetainedTree>().Count);
        Assert.Empty(await portal.Get<RetainedMessages>().LoadAsync(TestContext.Current.CancellationToken));
    }

    private static TopicFilter FilterOf(string text) => TopicFilter.TryParse(text, out var filter)
        ? filter! : throw new ArgumentException(text);

    private static async Task<IMqttClient> ConnectAsync(RunningPortal portal, TestDevice device, bool session)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder().WithClientId(device.Name).WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer("localhost", portal.MqttPort).WithCleanStart(!session).WithSessionExpiryInterval(session ? 3600u : 0)
            .WithTlsOptions(tls => tls.UseTls().WithCertificateValidationHandler(_ => true).WithClientCertificates(
                new X509Certificate2Collection(X509Certificate2.CreateFromPemFile(device.CertificateFile, device.KeyFile))));
        await client.ConnectAsync(options.Build(), TestContext.Current.CancellationToken);
        return client;
    }
}
