using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using FleetPortal.Testing;
using Microsoft.Data.Sqlite;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace FleetPortal.Tests.Applications;

/// <summary>
/// What an application hears of Things on <c>$fleet/events</c>: each change, the last presence, and what a crash swallowed.
/// </summary>
public sealed class LifecycleEventTests
{
    private const string Presence = "$fleet/events/presence/#";
    private const string Certificates = "$fleet/events/certificate/#";

    [Fact]
    public async Task ACertificate_IsAnEventFromItsIssuance_ButNotThatOfAnApplication()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var watcher = await WatcherAsync(portal);
        await watcher.SubscribeAsync(Certificates);
        await portal.PostAsync("/applications", new { name = "historian", hears = new[] { "fleet/+/+/telemetry/#" } });
        await portal.PostAsync("/applications/historian/certificates", new { });
        var device = await portal.EnrolAsync("pump-1");
        await portal.PostAsync($"/certificates/{device.CertificateId}/hold", new { });
        await portal.PostAsync($"/certificates/{device.CertificateId}/revoke", new { reason = "keyCompromise" });
        foreach (var status in (string[])["active", "inactive", "revoked"])
        {
            var (topic, body, retained) = await watcher.NextAsync();
            Assert.Equal(($"$fleet/events/certificate/{status}/pump-1", false), (topic, retained));
            Assert.Equal(("pump-1", status, device.CertificateId),
                ((string?)body["thingName"], (string?)body["status"], (string?)body["certificateId"]));
        }
    }

    [Fact]
    public async Task ANewSubscription_GetsTheLastPresenceOfEachThing_AsRetained()
    {
        await using var portal = await RunningPortal.StartAsync();
        var device = await portal.EnrolAsync("pump-1");
        using var watcher = await WatcherAsync(portal);
        await watcher.SubscribeAsync(Presence);
        using var certificate = X509Certificate2.CreateFromPemFile(device.CertificateFile, device.KeyFile);
        using var client = await ConnectAsync(portal, "pump-1", certificate);
        Assert.Equal("$fleet/events/presence/connected/pump-1", (await watcher.NextAsync()).Topic);
        await watcher.SubscribeAsync("$fleet/events/presence/+/pump-1");
        var (topic, body, retained) = await watcher.NextAsync();
        Assert.Equal(("$fleet/events/presence/connected/pump-1", true, device.CertificateId),
            (topic, retained, (string?)body["certificateId"]));
        Assert.Equal(["thingName", "state", "at", "certificateId", "remoteAddress", "protocol", "reason"],
            body.AsObject().Select(field => field.Key));
        await client.DisconnectAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("client-left", (string?)(await watcher.NextAsync()).Body["reason"]);
        await watcher.SubscribeAsync("$fleet/events/presence/#");
        (topic, body, retained) = await watcher.NextAsync();
        Assert.Equal(("$fleet/events/presence/disconnected/pump-1", true, "client-left"), (topic, retained, (string?)body["reason"]));
    }

    [Fact]
    public async Task WhatACrashSwallowed_IsPublishedByTheNextStart()
    {
        using var directory = new TemporaryDirectory();
        X509Certificate2 certificate;
        await using (var portal = await RunningPortal.StartAsync(directory))
        {
            var device = await portal.EnrolAsync("pump-1");
            using var watcher = await WatcherAsync(portal);
            certificate = watcher.Certificate;
            await watcher.SubscribeAsync(Presence);
            await watcher.SubscribeAsync(Certificates);
            await watcher.LeaveAsync();
            await portal.PostAsync($"/certificates/{device.CertificateId}/hold", new { });
        }

        // As if the portal had died after the commit, while pump-1 was connected.
        await using (var database = new SqliteConnection($"Data Source={Path.Combine(directory.Path, "fleet.db")};Pooling=False"))
        {
            await database.OpenAsync(TestContext.Current.CancellationToken);
            var command = database.CreateCommand();
            command.CommandText = "DELETE FROM MqttDeliveries; DELETE FROM MqttMessages; UPDATE StatusMarks SET Sequence = 0; "
                + "UPDATE Things SET Connected = 1 WHERE Name IN ('pump-1', 'watcher')";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using var restarted = await RunningPortal.StartAsync(directory);
        using var back = await Watcher.ComeAsync(restarted, certificate);
        var first = await back.NextAsync();
        Assert.Equal(("$fleet/events/presence/disconnected/pump-1", "shutting-down"), (first.Topic, (string?)first.Body["reason"]));
        Assert.Equal("$fleet/events/certificate/inactive/pump-1", (await back.NextAsync()).Topic);
    }

    private static async Task<Watcher> WatcherAsync(RunningPortal portal)
    {
        await portal.PostAsync("/applications", new { name = "watcher", hears = new[] { Presence, Certificates } });
        var (_, issued) = await portal.PostAsync("/applications/watcher/certificates", new { });
        using var pair = X509Certificate2.CreateFromPem((string)issued["certificatePem"]!, (string)issued["privateKeyPem"]!);
        return await Watcher.ComeAsync(portal, X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null));
    }

    private static async Task<IMqttClient> ConnectAsync(
        RunningPortal portal, string clientId, X509Certificate2 certificate, IMqttClient? existing = null)
    {
        var client = existing ?? new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithClientId(clientId).WithProtocolVersion(MqttProtocolVersion.V500)
                .WithTcpServer("localhost", portal.MqttPort).WithCleanStart(false).WithSessionExpiryInterval(3600)
                .WithTlsOptions(tls => tls.UseTls()
                    .WithCertificateValidationHandler(_ => true).WithClientCertificates(new X509Certificate2Collection(certificate)))
                .Build(),
            TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>An application that notes what it hears.</summary>
    private sealed class Watcher(IMqttClient client, X509Certificate2 certificate) : IDisposable
    {
        private readonly Channel<(string Topic, JsonNode Body, bool Retained)> _heard =
            Channel.CreateUnbounded<(string Topic, JsonNode Body, bool Retained)>();

        public X509Certificate2 Certificate => certificate;

        public static async Task<Watcher> ComeAsync(RunningPortal portal, X509Certificate2 certificate)
        {
            var client = new MqttClientFactory().CreateMqttClient();
            var watcher = new Watcher(client, certificate);
            client.ApplicationMessageReceivedAsync += message =>
            {
                var body = JsonNode.Parse(message.ApplicationMessage.ConvertPayloadToString())!;
                watcher._heard.Writer.TryWrite((message.ApplicationMessage.Topic, body, message.ApplicationMessage.Retain));
                return Task.CompletedTask;
            };
            await ConnectAsync(portal, "watcher", certificate, client);
            return watcher;
        }

        public Task SubscribeAsync(string filter) =>
            client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);

        public async Task<(string Topic, JsonNode Body, bool Retained)> NextAsync()
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromMinutes(1));
            return await _heard.Reader.ReadAsync(patience.Token);
        }

        public Task LeaveAsync() => client.DisconnectAsync(MqttClientDisconnectOptionsReason.NormalDisconnection,
            sessionExpiryInterval: 3600, cancellationToken: TestContext.Current.CancellationToken);

        public void Dispose() => client.Dispose();
    }
}
