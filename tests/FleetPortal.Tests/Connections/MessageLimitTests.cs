using System.Security.Cryptography.X509Certificates;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Topics;
using FleetPortal.Testing;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace FleetPortal.Tests.Connections;

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

    [Theory]
    [InlineData(MqttProtocolVersion.V500)]
    [InlineData(MqttProtocolVersion.V311)]
    public async Task TopicsBeyondTheLimits_AreRefused_AndTheSessionGoesOn(MqttProtocolVersion version)
    {
        await using var portal = await RunningPortal.StartAsync();
        var device = await portal.EnrolAsync("deep");
        using var client = await ConnectAsync(portal, device, version);
        var levels = 32 - device.Prefix.Count(c => c == '/') - 2;
        string Deep(string channel, int more) => $"{device.Prefix}/{channel}{string.Concat(Enumerable.Repeat("/x", levels + more))}";
        string Long(string channel, int octets) => $"{device.Prefix}/{channel}/".PadRight(octets, 'x');
        var isV5 = version == MqttProtocolVersion.V500;

        var subscribed = await client.SubscribeAsync(
            new MqttClientSubscribeOptionsBuilder().WithTopicFilter(Deep("commands", 0))
                .WithTopicFilter(Deep("commands", 1)).WithTopicFilter(Long("commands", 1024)).WithTopicFilter(Long("commands", 1025))
                .WithTopicFilter(Long("commands", 1023) + "é").Build(),
            TestContext.Current.CancellationToken);
        var refused = isV5 ? MqttClientSubscribeResultCode.TopicFilterInvalid : MqttClientSubscribeResultCode.UnspecifiedError;
        Assert.Equal([MqttClientSubscribeResultCode.GrantedQoS0, refused, MqttClientSubscribeResultCode.GrantedQoS0, refused, refused],
            subscribed.Items.Select(item => item.ResultCode));

        foreach (var (topic, taken) in new[] { (Deep("telemetry", 0), true),
            (Deep("telemetry", 1), false), (Long("telemetry", 1024), true), (Long("telemetry", 1025), false) })
        {
            var published = await client.PublishStringAsync(topic,
                "x", MqttQualityOfServiceLevel.AtLeastOnce, retain: true, TestContext.Current.CancellationToken);
            Assert.Equal(taken || !isV5 ? (isV5 ? MqttClientPublishReasonCode.NoMatchingSubscribers : MqttClientPublishReasonCode.Success)
                : MqttClientPublishReasonCode.TopicNameInvalid, published.ReasonCode);
        }

        Assert.Equal([Deep("telemetry", 0), Long("telemetry", 1024)], portal.Get<TopicActivity>().Of("deep").Select(topic => topic.Topic));
        Assert.Equal(2, (await portal.Get<RetainedMessages>().LoadAsync(TestContext.Current.CancellationToken)).Count);
        Assert.True(client.IsConnected);
    }

    [Fact]
    public async Task AResponseTopicAndAnAliasBeyondTheLimits_AreRefused()
    {
        await using var portal = await RunningPortal.StartAsync();
        var device = await portal.EnrolAsync("deep");
        using var client = await ConnectAsync(portal, device);
        var answer = await client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic(device.Prefix + "/telemetry/a")
                .WithResponseTopic(new string('r', 2000)).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            TestContext.Current.CancellationToken);
        Assert.Equal(MqttClientPublishReasonCode.TopicNameInvalid, answer.ReasonCode);
        Assert.StartsWith("topic-too-long", answer.ReasonString, StringComparison.Ordinal);

        var gone = new TaskCompletionSource<MqttClientDisconnectReason>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.DisconnectedAsync += e =>
        {
            gone.TrySetResult(e.Reason);
            return Task.CompletedTask;
        };
        await client.PublishAsync(new MqttApplicationMessageBuilder().WithTopic(device.Prefix + "/telemetry/" + new string('x', 2000))
            .WithTopicAlias(1).Build(), TestContext.Current.CancellationToken);
        Assert.Equal(MqttClientDisconnectReason.TopicNameInvalid, await gone.Task);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V500, MqttClientConnectResultCode.TopicNameInvalid)]
    [InlineData(MqttProtocolVersion.V311, MqttClientConnectResultCode.NotAuthorized)]
    public async Task AWillBeyondTheLimits_IsRefusedAtConnect(MqttProtocolVersion version, MqttClientConnectResultCode expected)
    {
        await using var portal = await RunningPortal.StartAsync();
        var device = await portal.EnrolAsync("deep");
        using var client = new MqttClientFactory().CreateMqttClient();
        var options = OptionsFor(portal, device, version)
            .WithWillTopic(device.Prefix + "/state" + string.Concat(Enumerable.Repeat("/x", 40))).Build();
        var answer = await client.ConnectAsync(options, TestContext.Current.CancellationToken);
        Assert.Equal(expected, answer.ResultCode);
        var attempt = await portal.AttemptAsync("will-topic-too-long");
        Assert.Contains("44 levels, and 32 is the limit", attempt["checks"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheLimits_AreSettings_AndARetainedMessageBeyondThemIsNotLoaded()
    {
        using var directory = new TemporaryDirectory();
        TestDevice device;
        await using (var portal = await RunningPortal.StartAsync(directory, settings: "--Limits:TopicLevels=64"))
        {
            device = await portal.EnrolAsync("deep");
            using var client = await ConnectAsync(portal, device);
            Assert.Equal(MqttClientPublishReasonCode.NoMatchingSubscribers,
                await RetainAsync(client, device.Prefix + "/state" + string.Concat(Enumerable.Repeat("/x", 40)), "deep"));
            Assert.Equal(MqttClientPublishReasonCode.NoMatchingSubscribers,
                await RetainAsync(client, device.Prefix + "/state/near", "near"));
        }

        await using var again = await RunningPortal.StartAsync(directory);
        Assert.True(TopicFilter.TryParse("#", out var all));
        var kept = again.Get<RetainedTree>().Matching(all!, DateTimeOffset.UtcNow);
        Assert.Equal(device.Prefix + "/state/near", Assert.Single(kept).Topic);
    }

    private static async Task<MqttClientPublishReasonCode> RetainAsync(IMqttClient client, string topic, string payload) =>
        (await client.PublishStringAsync(topic,
            payload, MqttQualityOfServiceLevel.AtLeastOnce, retain: true, TestContext.Current.CancellationToken)).ReasonCode;

    private static async Task<IMqttClient> ConnectAsync(
        RunningPortal portal, TestDevice device, MqttProtocolVersion version = MqttProtocolVersion.V500)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(OptionsFor(portal, device, version).Build(), TestContext.Current.CancellationToken);
        return client;
    }

    private static MqttClientOptionsBuilder OptionsFor(RunningPortal portal, TestDevice device, MqttProtocolVersion version) =>
        new MqttClientOptionsBuilder()
            .WithClientId(device.Name).WithProtocolVersion(version).WithTcpServer("localhost", portal.MqttPort).WithCleanStart()
            .WithTlsOptions(tls => tls.UseTls().WithCertificateValidationHandler(_ => true).WithClientCertificates(
                new X509Certificate2Collection(X509Certificate2.CreateFromPemFile(device.CertificateFile, device.KeyFile))));
}
