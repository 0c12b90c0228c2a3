using System.Text.Json.Nodes;
using FleetPortal.Fleet.Connections;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Simulation;

/// <summary>The demo fleet as the public API shows it, with 60 Things: every role is among them.</summary>
public sealed class DemoFleetTests
{
    private const int Things = 60;

    // One on hold, one stolen, three switched off, two never connected, one waiting for installation.
    private const int Connected = Things - 8;

    /// <summary>Those that are not connected in the end.</summary>
    private static readonly string[] _away =
    [
        "gateway-0020", "gateway-0050", "meter-0023", "meter-0034", "meter-0043", "meter-0045", "pump-0017", "pump-0057", "pump-9001",
    ];

    private static readonly string[] _settings =
        ["--Simulator:Enabled=true", $"--Simulator:Things={Things}", "--Simulator:Story=true"];

    [Fact]
    public async Task TheFleet_TellsItsStory_AndASecondStartChangesNothing()
    {
        using var directory = new TemporaryDirectory();
        string before;
        await using (var portal = await RunningPortal.StartAsync(directory, "Production", _settings))
        {
            await ToldAsync(portal);
            await AssertStatusesAsync(portal);
            await AssertMakerAsync(portal);
            await AssertAttributesAsync(portal);
            await AssertExpiryAsync(portal);
            await AssertRefusalsAsync(portal);
            Assert.DoesNotContain(await ItemsAsync(portal, "/tokens"), token => (string)token["name"]! == "built-in simulator, set-up");
            before = await StateAsync(portal);
        }

        await using (var portal = await RunningPortal.StartAsync(directory, "Production", _settings))
        {
            var started = TimeProvider.System.GetUtcNow();
            await ArrivedAsync(portal);

            // The strangers begin with the last part of the story.
            await Eventually.Holds("a refused stranger", async () => (await ItemsAsync(portal, "/attempts?outcome=refused&limit=100"))
                .Any(attempt => (string)attempt["clientId"]! == "service-laptop" && (DateTimeOffset)attempt["at"]! > started));
            Assert.Equal(before, await StateAsync(portal));
            Assert.Single(await ItemsAsync(portal, "/audit?action=authority.registered"));
        }
    }

    [Fact]
    public async Task ASmallFleet_HasTheRolesOfItsThings()
    {
        await using var portal = await RunningPortal.StartAsync(
            null, "Production", "--Simulator:Enabled=true", "--Simulator:Things=20", "--Simulator:Story=true");
        await Eventually.Holds("all connections but two", () => portal.Get<LiveConnections>().OpenCount == 18);
        Assert.Equal("pump-0017", (string)(await portal.AttemptAsync("status-not-active"))["thingName"]!);
        Assert.Equal("pump-9001", (string)Assert.Single(await ItemsAsync(portal, "/certificates?status=expired"))["thingName"]!);
    }

    private static async Task ToldAsync(RunningPortal portal)
    {
        // All of them, and the one whose certificate is expired.
        await Eventually.Holds("all Things", async () => (int)(await portal.GetAsync("/things"))["total"]! == Things + 1);
        await Eventually.Holds("the renewals", async () => (await CertificatesAsync(portal, "pump-0036")).Count == 3
            && (await portal.GetAsync("/things/pump-0036/rotations"))["items"]!.AsArray()
                .All(rotation => (string)rotation!["state"]! == "committed"));
        await Eventually.Holds("the replacement", async () => (await CertificatesAsync(portal, "pump-0027"))
            .Any(certificate => (string)certificate["status"]! == "revoked"));
        await Eventually.Holds("the hold", async () => (await ItemsAsync(portal, "/certificates?status=inactive")).Count == 1);
        await ArrivedAsync(portal);
    }

    private static Task ArrivedAsync(RunningPortal portal) => Eventually.Holds("the connections of the fleet", async () =>
        portal.Get<LiveConnections>().OpenCount == Connected && (await ItemsAsync(portal, "/things?limit=100"))
            .Where(thing => !(bool)thing["connected"]!).Select(thing => (string)thing["name"]!).Order().SequenceEqual(_away));

    private static async Task AssertStatusesAsync(RunningPortal portal)
    {
        Assert.Equal("meter-0034", (string)Assert.Single(await ItemsAsync(portal, "/certificates?status=inactive"))["thingName"]!);
        var stolen = Assert.Single(await ItemsAsync(portal, "/certificates?thing=pump-0017"));
        Assert.Equal(("revoked", "keyCompromise"), ((string)stolen["status"]!, (string)stolen["reason"]!));
        foreach (var (name, certificates) in new[] { ("pump-0027", 2), ("pump-0036", 3) })
        {
            var all = await ItemsAsync(portal, $"/certificates?thing={name}");
            Assert.Equal(certificates, all.Count);
            Assert.Single(all, certificate => (string)certificate["status"]! == "active");
            Assert.All(all.Where(certificate => (string)certificate["status"]! != "active"),
                old => Assert.Equal(("revoked", "superseded"), ((string)old["status"]!, (string)old["reason"]!)));
        }

        foreach (var (name, certificates, wasSeen) in new[]
        {
            ("gateway-0020", 1, true), ("meter-0023", 1, true), ("meter-0043", 1, false), ("gateway-0050", 1, false),
            ("meter-0045", 0, false),
        })
        {
            var thing = await portal.GetAsync($"/things/{name}");
            Assert.Equal((name, certificates, wasSeen),
                (name, thing["certificates"]!.AsArray().Count, thing["lastSeenAt"] is not null));
        }

        foreach (var (name, algorithm) in new[]
        {
            ("gateway-0010", "EC P-256"), ("gateway-0030", "RSA 3072"), ("gateway-0040", "EC P-384"),
        })
        {
            Assert.Equal(algorithm, (string)Assert.Single(await ItemsAsync(portal, $"/certificates?thing={name}"))["keyAlgorithm"]!);
        }
    }

    private static async Task AssertMakerAsync(RunningPortal portal)
    {
        var maker = Assert.Single(await ItemsAsync(portal, "/authorities"), authority => (string)authority["kind"]! == "registered");
        Assert.Equal(("active", "Kessler Valves CA 2"), ((string)maker["status"]!, (string)maker["name"]!));
        var certificates = await ItemsAsync(portal, $"/certificates?authority={maker["id"]}");
        Assert.Equal(["valve-0029", "valve-0059"], certificates.Select(certificate => (string)certificate["thingName"]!).Order());
    }

    private static async Task AssertAttributesAsync(RunningPortal portal)
    {
        var thing = await portal.GetAsync("/things/pump-0036");
        Assert.Equal("Hafen Ost", (string)thing["attributes"]!["site"]!);
        Assert.Equal("Sulda", (string)thing["attributes"]!["manufacturer"]!);
        Assert.Equal(["plant-2", "simulated"], thing["groups"]!.AsArray().Select(group => (string)group!).Order());
        Assert.Equal("Reported stolen.", (string)(await portal.GetAsync("/things/pump-0017"))["attributes"]!["note"]!);
    }

    private static async Task AssertExpiryAsync(RunningPortal portal)
    {
        // pump-0007, meter-0014, pump-0048, gateway-0060, valve-0029, meter-0032
        Assert.Equal(6, (await ItemsAsync(portal, "/certificates?status=expiring")).Count);
        Assert.Equal("pump-9001", (string)Assert.Single(await ItemsAsync(portal, "/certificates?status=expired"))["thingName"]!);
        var days = (await ItemsAsync(portal, "/certificates?status=active&limit=100"))
            .Select(certificate => ((DateTimeOffset)certificate["notAfter"]!).Date).Distinct();
        Assert.True(days.Count() > 30);
    }

    private static async Task AssertRefusalsAsync(RunningPortal portal)
    {
        foreach (var (client, code) in new[]
        {
            ("hmi-panel-07", "chain-not-trusted"), ("service-laptop", "no-credential"),
            ("meter-0034", "status-not-active"), ("pump-0017", "status-not-active"),
        })
        {
            await Eventually.Holds($"{client} refused with {code}", async () => (await ItemsAsync(portal, "/attempts?limit=200"))
                .Any(attempt => (string)attempt["clientId"]! == client && (string)attempt["code"]! == code));
        }
    }

    /// <summary>Returns everything that a start could change: the Things with their certificates, and the authorities.</summary>
    private static async Task<string> StateAsync(RunningPortal portal)
    {
        var lines = new List<string>();
        foreach (var item in await ItemsAsync(portal, "/things?limit=100"))
        {
            var thing = await portal.GetAsync($"/things/{item["name"]}");
            lines.Add($"{thing["name"]} {thing["version"]} {thing["certificates"]!.ToJsonString()}");
        }

        lines.AddRange((await ItemsAsync(portal, "/authorities")).Select(authority => $"{authority["id"]} {authority["status"]}"));
        return string.Join('\n', lines);
    }

    private static async Task<IReadOnlyList<JsonObject>> CertificatesAsync(RunningPortal portal, string thing) =>
        [.. (await portal.GetAsync($"/things/{thing}"))["certificates"]!.AsArray().Select(certificate => certificate!.AsObject())];

    private static async Task<IReadOnlyList<JsonObject>> ItemsAsync(RunningPortal portal, string path) =>
        [.. (await portal.GetAsync(path))["items"]!.AsArray().Select(item => item!.AsObject())];
}
