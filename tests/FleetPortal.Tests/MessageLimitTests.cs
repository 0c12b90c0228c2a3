using System.Security.Cryptography.X509Certificates;
using FleetPortal.Testing;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace FleetPortal.Tests;

/// <summary>What one authorised device may make the portal keep in memory.</summary>
public sealed class MessageLimitTests
{
    private const int Subscriptions = 100;
    private const int RetainedTopics = 64;

    [Fact]
    public async Task OneSubscribe_GetsAsManyFiltersAsASessionMayHave_AndACleanStartBeginsAnew()
    {
        await using var portal = await RunningPortal.StartAsync();
        var device = await portal.EnrolAsync("hoarder");
        for (var round = 0; round < 2; round++)
        {
            using var client = await ConnectAsync(portal, device);
            var options = new MqttClientSubscribeOptionsBuilder();
            for (var i = 0; i < Subscriptions + 20; i++)
            {
                options.WithTopicFilter($"{device.Prefix}/commands/{round}-{i}");
            }

            var answer = await client.SubscribeAsync(options.Build(), TestContext.Current.CancellationToken);
            Assert.Equal(Subscriptions, answer.Items.Count(item => item.ResultCode <= MqttClientSubscribeResultCode.GrantedQoS2));
            Assert.Equal(20, answer.Items.Count(item => item.ResultCode == MqttClientSubscribeResultCode.QuotaExceeded));
            await client.DisconnectAsync(cancellationToken: TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task RetainedTopics_AreCounted_AndAnEmptyPayloadFreesOne()
    {
        await using var portal = await RunningPortal.StartAsync();
        var device = await portal.EnrolAsync("hoarder");
        using var client = await ConnectAsync(portal, device);
        for (var i = 0; i < RetainedTopics; i++)
        {
            Assert.Equal(MqttClientPublishReasonCode.NoMatchingSubscribers, await RetainAsync(client, $"{device.Prefix}/state/{i}", "x"));
        }

        Assert.Equal(MqttClientPublishReasonCode.QuotaExceeded, await RetainAsync(client, $"{device.Prefix}/state/more", "x"));
        Assert.Equal(MqttClientPublishReasonCode.NoMatchingSubscribers, await RetainAsync(client, $"{device.Prefix}/state/0", ""));
        Assert.Equal(MqttClientPublishReasonCode.NoMatchingSubscribers, await RetainAsync(client, $"{device.Prefix}/state/more", "x"));
    }

    private static async Task<MqttClientPublishReasonCode> RetainAsync(IMqttClient client, string topic, string payload) =>
        (await client.PublishStringAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, retain: true, TestContext.Current.CancellationToken)).ReasonCode;

    private static async Task<IMqttClient> ConnectAsync(RunningPortal portal, TestDevice device)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithClientId(device.Name).WithProtocolVersion(MqttProtocolVersion.V500).WithTcpServer("localhost", portal.MqttPort).WithCleanStart()
                .WithTlsOptions(tls => tls.UseTls().WithCertificateValidationHandler(_ => true).WithClientCertificates(new X509Certificate2Collection(X509Certificate2.CreateFromPemFile(device.CertificateFile, device.KeyFile)))).Build(),
            TestContext.Current.CancellationToken);
        return client;
    }
}
