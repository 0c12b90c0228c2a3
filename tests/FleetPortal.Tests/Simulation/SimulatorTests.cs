using System.Net.Security;
using System.Net.Sockets;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Topics;
using FleetPortal.Testing;
using FleetPortal.Tests.Hosting;
using Xunit;

namespace FleetPortal.Tests.Simulation;

public sealed class SimulatorTests
{
    [Fact]
    public async Task TheBuiltInFleet_ConnectsSpeaksAndObeys_AndIsRememberedAcrossRestarts()
    {
        using var directory = new TemporaryDirectory();
        string[] settings = ["--Simulator:Enabled=true", "--Simulator:Things=12"];
        IReadOnlyList<string> before;
        await using (var portal = await RunningPortal.StartAsync(directory, "Production", settings))
        {
            await ConnectedAsync(portal);
            before = await PrincipalsAsync(portal);
            await Eventually.Holds("telemetry of every Thing",
                () => portal.Get<LiveConnections>().Open.All(live => portal.Get<TopicActivity>()
                .Of(live.ClientId).Any(topic => topic.Topic.Contains("/telemetry/", StringComparison.Ordinal) && topic.Messages > 0)));

            await portal.PostAsync("/things/pump-0006/commands/identify", new { payload = new { } });
            await Eventually.Holds("the answer to a command",
                () => portal.Get<TopicActivity>().Of("pump-0006").Any(topic => topic.Topic == "fleet/pump/pump-0006/events/identify"));
        }

        await using (var portal = await RunningPortal.StartAsync(directory, "Production", settings))
        {
            await ConnectedAsync(portal);
            Assert.Equal(before, await PrincipalsAsync(portal));
        }
    }

    [Fact]
    public async Task AContainedThing_TriesAgain_IsRefused_AndComesBackWhenReleased()
    {
        await using var portal = await RunningPortal.StartAsync(null, "Production", "--Simulator:Enabled=true", "--Simulator:Things=2");
        await Eventually.Holds("two connections", () => portal.Get<LiveConnections>().OpenCount == 2);
        var (_, contained) = await portal.PostAsync("/things/meter-0001/contain", new { note = "test" });
        Assert.Equal(1, (int)contained["sessionsClosed"]!);
        await portal.AttemptAsync("status-not-active");
        Assert.Equal(1, portal.Get<LiveConnections>().OpenCount);
        await portal.PostAsync("/things/meter-0001/release", new { });
        await Eventually.Holds("the Thing's return", () => portal.Get<LiveConnections>().OpenCount == 2);
    }

    [Fact]
    public async Task EveryThing_ReplacesItsCertificate_OverItsOwnConnection_AndNoMessageIsLost()
    {
        await using var portal = await RunningPortal.StartAsync(null, "Production", "--Simulator:Enabled=true", "--Simulator:Things=12");
        await ConnectedAsync(portal);
        var before = await PrincipalsAsync(portal);
        var names = portal.Get<LiveConnections>().Open.Select(live => live.ClientId).ToList();
        await Eventually.Holds("numbered telemetry of every Thing",
            () => names.All(name => portal.Get<SequenceTracker>().Of(name).Received > 1));
        foreach (var name in names)
        {
            var (status, started) = await portal.PostAsync($"/things/{name}/rotations", new { graceMinutes = 0 });
            Assert.Equal((201, "requested"), (status, (string)started["state"]!));
        }

        foreach (var name in names)
        {
            var done = await Eventually.Get($"the rotation of {name}", async () => (await portal.GetAsync(
                $"/things/{name}/rotations"))["items"]!.AsArray().Single()!, rotation => (string)rotation["state"]! == "committed");
            var certificates = (await portal.GetAsync($"/things/{name}"))["certificates"]!.AsArray();
            Assert.Equal("revoked",
                (string)certificates.Single(certificate => (string)certificate!["id"]! == (string)done["oldCertificate"]!)!["status"]!);
            Assert.Equal("active",
                (string)certificates.Single(certificate => (string)certificate!["id"]! == (string)done["newCertificate"]!)!["status"]!);
        }

        await ConnectedAsync(portal);
        Assert.Empty(before.Intersect(await PrincipalsAsync(portal)));
        var received = names.ToDictionary(name => name, name => portal.Get<SequenceTracker>().Of(name).Received);
        await Eventually.Holds("telemetry afterwards",
            () => names.All(name => portal.Get<SequenceTracker>().Of(name).Received > received[name]));
        Assert.All(names, name => Assert.Equal(0, portal.Get<SequenceTracker>().Of(name).Lost));
    }

    [Fact]
    public async Task TheFleet_TrustsAPortalOnHttps_ByItsOwnRoot()
    {
        await using var portal = await RunningPortal.StartAsync(null,
            "Production", "--Listen:Portal=https://127.0.0.1:0", "--Simulator:Enabled=true", "--Simulator:Things=2");
        await Eventually.Holds("two connections", () => portal.Get<LiveConnections>().OpenCount == 2);
    }

    [Fact]
    public async Task ACertificateFromOutside_IsServedWithItsChain_AndTheFleetKnowsIt()
    {
        using var directory = new TemporaryDirectory();
        var (path, issuer) = CompanyCertificate.Write(directory);
        await using var portal = await RunningPortal.StartAsync(null, "Production",
            "--Listen:Portal=https://127.0.0.1:0", $"--Listen:CertificatePath={path}", "--Simulator:Enabled=true", "--Simulator:Things=2");
        await Eventually.Holds("two connections", () => portal.Get<LiveConnections>().OpenCount == 2);

        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", portal.Application.Endpoints.PortalPort, TestContext.Current.CancellationToken);
        List<string> shown = [];
#pragma warning disable CA5359 // What is shown is the question here, not whether it is trusted.
        await using var stream = new SslStream(client.GetStream(), false, (_, _, chain, _) =>
        {
            shown.AddRange(chain!.ChainPolicy.ExtraStore.Select(certificate => certificate.Subject));
            return true;
        });
#pragma warning restore CA5359
        await stream.AuthenticateAsClientAsync("portal.example");
        Assert.Contains(issuer, shown);
    }

    private static Task ConnectedAsync(
        RunningPortal portal) => Eventually.Holds("twelve connections", () => portal.Get<LiveConnections>().OpenCount == 12);

    private static async Task<IReadOnlyList<string>> PrincipalsAsync(RunningPortal portal) =>
        [.. (await portal.GetAsync("/connections"))["items"]!
            .AsArray().Select(item => (string)item!["principal"]!).Order(StringComparer.Ordinal)];
}
