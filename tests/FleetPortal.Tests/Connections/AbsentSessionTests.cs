using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.MqttSessions;
using FleetPortal.Testing;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace FleetPortal.Tests.Connections;

/// <summary>The session of a client that is not connected is shown like a live one, also after a restart.</summary>
public sealed class AbsentSessionTests
{
    [Fact]
    public async Task TheSessionOfAThingThatIsAway_SaysWhatWaits_WhatWasDropped_AndWhenItEnds()
    {
        using var directory = new TemporaryDirectory();
        await using (var portal = await RunningPortal.StartAsync(directory))
        {
            var device = await portal.EnrolAsync("pump-1");
            using var certificate = X509Certificate2.CreateFromPemFile(device.CertificateFile, device.KeyFile);
            await LeaveAsync(portal, "pump-1", certificate, $"{device.Prefix}/commands/#");
            await portal.PostAsync("/things/pump-1/commands/open", new { payload = "now" });
            var away = await portal.GetAsync("/connections/pump-1");
            Assert.Equal(("pump-1", false, "clientLeft"),
                ((string?)away["thingName"], (bool)away["connected"]!, (string?)away["lastDisconnect"]!["reason"]));
            Assert.Equal((1, 3600, 0), ((int)away["session"]!["queued"]!,
                (int)away["session"]!["expirySeconds"]!, (int)away["session"]!["dropped"]!));
            await portal.Get<ISessionStore>().ApplyAsync([new SessionDropped("pump-1", 7)], TestContext.Current.CancellationToken);
        }

        await using var restarted = await RunningPortal.StartAsync(directory);
        var after = await restarted.GetAsync("/connections/pump-1");
        var session = after["session"]!;
        Assert.Equal((1, 7), ((int)session["queued"]!, (int)session["dropped"]!));
        Assert.Equal("fleet/pump/pump-1/commands/#", (string?)Assert.Single(session["subscriptions"]!.AsArray())!["filter"]);
        Assert.InRange((DateTimeOffset)session["expiresAt"]!, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1));
        Assert.Null(after["remoteAddress"]);
        using var unknown = await restarted.Api.GetAsync(
            new Uri("/api/v1/connections/pump-2", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(404, (int)unknown.StatusCode);
    }

    [Fact]
    public async Task TheSessionOfAnInstance_NamesItsApplication()
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.PostAsync("/applications", new { name = "historian", hears = new[] { "fleet/+/+/telemetry/#" } });
        var (_, issued) = await portal.PostAsync("/applications/historian/certificates", new { });
        using var pair = X509Certificate2.CreateFromPem((string)issued["certificatePem"]!, (string)issued["privateKeyPem"]!);
        using var certificate = X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
        await LeaveAsync(portal, "historian.2", certificate, "fleet/+/+/telemetry/#");
        var away = await portal.GetAsync("/connections/historian.2");
        Assert.Equal(("historian", null), ((string?)away["applicationName"], (string?)away["thingName"]));
    }

    private static async Task LeaveAsync(RunningPortal portal, string clientId, X509Certificate2 certificate, string filter)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithClientId(clientId).WithProtocolVersion(MqttProtocolVersion.V500)
                .WithTcpServer("localhost", portal.MqttPort).WithCleanStart(false).WithSessionExpiryInterval(3600)
                .WithTlsOptions(tls => tls.UseTls()
                    .WithCertificateValidationHandler(_ => true).WithClientCertificates(new X509Certificate2Collection(certificate)))
                .Build(),
            TestContext.Current.CancellationToken);
        await client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        await client.DisconnectAsync(MqttClientDisconnectOptionsReason.NormalDisconnection, sessionExpiryInterval: 3600,
            cancellationToken: TestContext.Current.CancellationToken);
        await Eventually.Get("the client to be gone",
            () => portal.GetAsync("/connections"), connections => (int)connections["total"]! == 0);
    }
}
