using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests;

/// <summary>Back ends with Debian's mosquitto clients.</summary>
public sealed class ApplicationTests(PortalFixture fixture)
{
    private RunningPortal Portal => fixture.Portal;

    [Fact]
    public async Task AnApplication_HearsTheFleet_IsNamedAsItsListener_AndIsThrownOutWhenItsCertificateIsRevoked()
    {
        using var directory = new TemporaryDirectory();
        var device = await Portal.EnrolAsync("heard");
        var historian = await Portal.ApplicationAsync(directory, "historian-1", ["fleet/+/+/telemetry/#"], []);
        using var subscriber = Tool.Start("mosquitto_sub",
            [.. Mosquitto.Connection(Portal, historian, "historian-1.a"), "-t", "$share/g/fleet/+/+/telemetry/#", "-F", "%t %p", "-d"]);
        var heard = ReadUntilAsync(subscriber.StandardOutput, $"{device.Prefix}/telemetry/a hello");
        await Eventually.Holds("the telemetry is heard", async () =>
        {
            await Mosquitto.PublishAsync(Portal, device, $"{device.Prefix}/telemetry/a");
            return heard.IsCompleted;
        });
        Assert.True(await heard);
        Assert.Equal(1, (int)(await Portal.GetAsync("/applications/historian-1"))["connections"]!);
        var listeners = (await Portal.GetAsync("/topics/listeners"))["items"]!.AsArray();
        Assert.Contains("historian-1", listeners.Single(one => (string)one!["filter"]! == "fleet/pump/+/telemetry/#")!["heardBy"]!
            .AsArray().Select(name => (string)name!));
        var (_, radius) = await Portal.PostAsync($"/things/{device.Name}/contain", new { dryRun = true });
        Assert.Contains("historian-1.a", radius.ToJsonString(), StringComparison.Ordinal);

        var (status, revoked) = await Portal.PostAsync($"/certificates/{historian.CertificateId}/revoke", new { reason = "keyCompromise" });
        Assert.Equal((200, 1), (status, (int)revoked["sessionsClosed"]!));
        var again = await Tool.RunAsync("mosquitto_sub", [.. Mosquitto.Connection(Portal, historian), "-t", "apps/historian-1/x", "-d"]);
        Assert.Contains("CONNACK (135)", again.All, StringComparison.Ordinal);
        subscriber.Kill();
    }

    [Theory]
    [InlineData("#")]
    [InlineData("fleet/#")]
    [InlineData("fleet/+/+/commands/#")]
    [InlineData("$share/g/fleet/+/+/state/#")]
    public async Task AFilterOutsideItsRights_IsRefused(string filter)
    {
        using var directory = new TemporaryDirectory();
        var name = $"narrow-{Math.Abs(filter.GetHashCode(StringComparison.Ordinal))}";
        var application = await Portal.ApplicationAsync(directory, name, ["fleet/+/+/telemetry/#"], []);
        var result = await Tool.RunAsync("mosquitto_sub", [.. Mosquitto.Connection(Portal, application), "-t", filter, "-d", "-E"]);
        Assert.Contains("Subscribed (mid: 1): 135", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACommandToAGroup_ReachesItsMembers_AndNoOtherThing()
    {
        using var directory = new TemporaryDirectory();
        var (member, other) = (await Portal.EnrolAsync("member"), await Portal.EnrolAsync("stranger"));
        await Portal.Api.PatchAsync(new Uri($"/api/v1/things/{member.Name}", UriKind.Relative),
            new StringContent("""{"groups":["plant-7"]}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")),
            TestContext.Current.CancellationToken);
        var controller = await Portal.ApplicationAsync(directory, "controller", [], ["fleet/+/{group:plant-7}/commands/#"]);
        using var subscriber = Tool.Start("mosquitto_sub",
            [.. Mosquitto.Connection(Portal, member), "-t", $"{member.Prefix}/commands/#", "-F", "%t %p", "-d"]);
        var heard = ReadUntilAsync(subscriber.StandardOutput, $"{member.Prefix}/commands/stop hello");
        await Eventually.Holds("the command is heard", async () =>
        {
            Assert.Equal(0, (await Mosquitto.PublishAsync(Portal, controller, $"{member.Prefix}/commands/stop")).ExitCode);
            return heard.IsCompleted;
        });
        Assert.True(await heard);
        Assert.Contains("RC:135", (await Mosquitto.PublishAsync(Portal, controller, $"{other.Prefix}/commands/stop")).All,
            StringComparison.Ordinal);
        subscriber.Kill();
    }

    [Fact]
    public async Task ARequest_IsAnsweredByItsThing_Once_AndTheAnswerReachesTheApplication()
    {
        using var directory = new TemporaryDirectory();
        var device = await Portal.EnrolAsync("asked");
        var asker = await Portal.ApplicationAsync(directory, "asker", ["apps/asker/responses/#"], ["fleet/+/asked/commands/#"]);
        using var subscriber = Tool.Start("mosquitto_sub", [.. Mosquitto.Connection(Portal, device),
            "-t", $"{device.Prefix}/commands/#", "-q", "1", "-C", "1", "-F", "%R", "-d"]);
        await Portal.SubscribedAsync("asked");
        var request = Tool.RunAsync("mosquitto_rr", [.. Mosquitto.Connection(Portal, asker), "-t", $"{device.Prefix}/commands/read",
            "-e", "apps/asker/responses/1", "-m", "temperature", "-q", "1", "-W", "30"]);
        Assert.True(await ReadUntilAsync(subscriber.StandardOutput, "apps/asker/responses/1"));
        await subscriber.WaitForExitAsync(TestContext.Current.CancellationToken);
        var answer = await Mosquitto.PublishAsync(Portal, device, "apps/asker/responses/1");
        Assert.Contains("RC:0", answer.All, StringComparison.Ordinal);
        Assert.Equal("hello", (await request).Output.Trim());
        var second = await Mosquitto.PublishAsync(Portal, device, "apps/asker/responses/1");
        Assert.Contains("RC:135", second.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnApplication_HearsWhichThingsConnectAndDisconnect_AndWhichCertificatesChange()
    {
        using var directory = new TemporaryDirectory();
        var device = await Portal.EnrolAsync("present");
        var watcher = await Portal.ApplicationAsync(directory, "watcher", ["$fleet/events/presence/#", "$fleet/events/certificate/#"], []);
        using var subscriber = Tool.Start("mosquitto_sub",
            [.. Mosquitto.Connection(Portal, watcher), "-t", "$fleet/events/presence/#", "-t", "$fleet/events/certificate/#", "-q", "1",
                "-F", "%t %p", "-d"]);
        await Portal.SubscribedAsync("watcher", 2);
        await Mosquitto.PublishAsync(Portal, device, $"{device.Prefix}/telemetry/a");
        Assert.True(await ReadUntilAsync(subscriber.StandardOutput, "$fleet/events/presence/connected/present {\"thingName\":\"present\""));
        Assert.True(await ReadUntilAsync(subscriber.StandardOutput, "\"reason\":\"client-left\""));
        await Portal.PostAsync($"/certificates/{device.CertificateId}/hold", new { });
        Assert.True(await ReadUntilAsync(subscriber.StandardOutput,
            "$fleet/events/certificate/inactive/present {\"thingName\":\"present\""));
        subscriber.Kill();
    }

    private static async Task<bool> ReadUntilAsync(StreamReader reader, string line)
    {
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } read)
        {
            if (read.Contains(line, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
