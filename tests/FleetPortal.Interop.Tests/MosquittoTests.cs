using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests;

public sealed class MosquittoTests(PortalFixture fixture)
{
    private RunningPortal Portal => fixture.Portal;

    [Theory]
    [InlineData("5", "tlsv1.3")]
    [InlineData("5", "tlsv1.2")]
    [InlineData("311", "tlsv1.3")]
    [InlineData("311", "tlsv1.2")]
    public async Task AThingPublishes_InBothVersionsOfMqttAndTls(string mqtt, string tls)
    {
        var device = await Portal.EnrolAsync($"pub-{mqtt}-{tls.Replace('.', '-')}");
        var result = await Tool.RunAsync("mosquitto_pub", [.. Mosquitto.Connection(Portal, device, version: mqtt),
            "--tls-version", tls, "-t", $"{device.Prefix}/telemetry/a", "-m", "hello", "-q", "1", "-d"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("received PUBACK", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACommand_ReachesTheThing()
    {
        var device = await Portal.EnrolAsync("commanded");
        using var subscriber = Tool.Start("mosquitto_sub",
            [.. Mosquitto.Connection(Portal, device), "-t", $"{device.Prefix}/commands/#", "-q", "1", "-C", "1"]);
        await ConnectedAsync(device.Name);
        var received = subscriber.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
        await Eventually.Get("the command's arrival", async () =>
        {
            await Portal.PostAsync($"/things/{device.Name}/commands/restart", new { payload = new { now = true } });
            return received.IsCompleted;
        }, arrived => arrived);
        Assert.Equal("{\"now\":true}", await received);
        await subscriber.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// MQTT 5 §3.3.4 and §3.8.4: at the quality of service that was granted, with the identifier of every subscription that matches.
    /// </summary>
    [Fact]
    public async Task ACommand_IsDeliveredAsItsSubscriptionSays()
    {
        var device = await Portal.EnrolAsync("agreed");
        using var subscriber = Tool.Start("mosquitto_sub", [.. Mosquitto.Connection(Portal, device), "-t",
            $"{device.Prefix}/commands/#", "-q", "0", "-D", "subscribe", "subscription-identifier", "7", "-C", "1", "-F", "%S %q %t %p"]);
        await ConnectedAsync(device.Name);
        await Eventually.Holds("the command is heard", async () =>
        {
            await Portal.PostAsync($"/things/{device.Name}/commands/identify", new { payload = "now" });
            return subscriber.HasExited;
        });
        Assert.StartsWith($"7 0 {device.Prefix}/commands/identify",
            await subscriber.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoking_ThrowsTheSessionOut_AndKeepsItOut()
    {
        var device = await Portal.EnrolAsync("revoked");
        using var subscriber =
            Tool.Start("mosquitto_sub", [.. Mosquitto.Connection(Portal, device), "-t", $"{device.Prefix}/commands/#", "-q", "1", "-d"]);
        await ConnectedAsync(device.Name);
        var (status, body) = await Portal.PostAsync($"/certificates/{device.CertificateId}/revoke", new { reason = "keyCompromise" });
        Assert.Equal(200, status);
        Assert.Equal(1, (int)body["sessionsClosed"]!);
        Assert.DoesNotContain((await Portal.GetAsync("/connections"))["items"]!.AsArray(),
            item => (string)item!["clientId"]! == device.Name);
        Assert.Contains("Received DISCONNECT (135)",
            await subscriber.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var again = await Mosquitto.PublishAsync(Portal, device, $"{device.Prefix}/telemetry/a");
        Assert.NotEqual(0, again.ExitCode);
        Assert.Contains("CONNACK (135)", again.All, StringComparison.Ordinal);
        await AssertTraceAsync(device.Name, "status-not-active", "Status is Active");
    }

    [Fact]
    public async Task HoldingAndReleasing_KeepsAThingOutAndLetsItBackIn()
    {
        var device = await Portal.EnrolAsync("held");
        await Portal.PostAsync($"/certificates/{device.CertificateId}/hold", new { });
        Assert.Contains("CONNACK (135)",
            (await Mosquitto.PublishAsync(Portal, device, $"{device.Prefix}/telemetry/a")).All, StringComparison.Ordinal);
        await Portal.PostAsync($"/certificates/{device.CertificateId}/release", new { });
        Assert.Equal(0, (await Mosquitto.PublishAsync(Portal, device, $"{device.Prefix}/telemetry/a")).ExitCode);
    }

    [Fact]
    public async Task AKick_IsAnAdministrativeAction()
    {
        var device = await Portal.EnrolAsync("kicked");
        using var subscriber =
            Tool.Start("mosquitto_sub", [.. Mosquitto.Connection(Portal, device), "-t", $"{device.Prefix}/commands/#", "-d"]);
        await ConnectedAsync(device.Name);
        using var answer = await Portal.Api.DeleteAsync(new Uri($"/api/v1/connections/{device.Name}", UriKind.Relative),
            TestContext.Current.CancellationToken);
        Assert.Equal(204, (int)answer.StatusCode);
        Assert.Contains("Received DISCONNECT (152)",
            await subscriber.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AClientIdentifierThatIsNotTheThingName_IsRefused()
    {
        var device = await Portal.EnrolAsync("named");
        var five = await Tool.RunAsync("mosquitto_pub",
            [.. Mosquitto.Connection(Portal, device, "somebody-else"), "-t", $"{device.Prefix}/telemetry/a", "-m", "x", "-d"]);
        Assert.Contains("CONNACK (133)", five.All, StringComparison.Ordinal);
        var three = await Tool.RunAsync("mosquitto_pub",
            [.. Mosquitto.Connection(Portal, device, "somebody-else", "311"), "-t", $"{device.Prefix}/telemetry/a", "-m", "x", "-d"]);
        Assert.Contains("CONNACK (2)", three.All, StringComparison.Ordinal);
        await AssertTraceAsync("somebody-else", "client-identifier-mismatch", "Client identifier equals the ThingName");
    }

    [Theory]
    [InlineData("-t", "fleet/pump/other/telemetry/a")]
    [InlineData("-t", "fleet/pump/other/state/online", "-r")]
    [InlineData("-t", "fleet/pump/topics/commands/x")]
    [InlineData("-t", "$SYS/x")]
    public async Task ATopicThatIsNotItsOwn_IsRefusedInPuback(params string[] arguments)
    {
        var device = await DeviceAsync("topics");
        var result = await Tool.RunAsync("mosquitto_pub",
            [.. Mosquitto.Connection(Portal, device), "-m", "x", "-q", "1", "-d", .. arguments]);
        Assert.Contains("RC:135", result.All, StringComparison.Ordinal);
        Assert.Contains("topic-refused", result.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fleet/pump/other/commands/#", "135")]
    [InlineData("fleet/pump/+/commands/#", "135")]
    [InlineData("#", "135")]
    [InlineData("fleet/pump/subscribes/#", "135")]
    [InlineData("$share/group/fleet/pump/other/commands/#", "135")]
    public async Task AFilterThatReachesFurtherThanItsOwn_IsRefusedInSuback(string filter, string code)
    {
        var device = await DeviceAsync("subscribes");
        var result = await Tool.RunAsync("mosquitto_sub", [.. Mosquitto.Connection(Portal, device), "-t", filter, "-d", "-E"]);
        Assert.Contains($"Subscribed (mid: 1): {code}", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASharedSubscriptionToItsOwnTopics_IsGranted()
    {
        var device = await DeviceAsync("shares");
        var result = await Tool.RunAsync("mosquitto_sub",
            [.. Mosquitto.Connection(Portal, device), "-t", "$share/group/fleet/pump/shares/commands/#", "-q", "1", "-d", "-E"]);
        Assert.Contains("Subscribed (mid: 1): 1", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWillOfAnotherThing_IsRefusedAtConnect()
    {
        var device = await Portal.EnrolAsync("will");
        var result = await Mosquitto.PublishAsync(Portal,
            device, $"{device.Prefix}/telemetry/a", "--will-topic", "fleet/pump/other/state/online", "--will-payload", "gone");
        Assert.Contains("CONNACK (135)", result.All, StringComparison.Ordinal);
        await AssertTraceAsync("will", "will-topic-refused", "Policy for this session");
    }

    [Fact]
    public async Task TheSecondConnectionOfAThing_TakesTheSessionOver()
    {
        var device = await Portal.EnrolAsync("twice");
        using var first = Tool.Start("mosquitto_sub", [.. Mosquitto.Connection(Portal, device), "-t", $"{device.Prefix}/commands/#", "-d"]);
        await ConnectedAsync(device.Name);
        Assert.Equal(0, (await Mosquitto.PublishAsync(Portal, device, $"{device.Prefix}/telemetry/a")).ExitCode);
        Assert.Contains("Received DISCONNECT (142)",
            await first.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private async Task<TestDevice> DeviceAsync(string name)
    {
        var (status, _) = await Portal.PostAsync("/things", new { name, type = "pump" });
        Assert.Contains(status, new[] { 201, 409 });
        return await Portal.IssueAsync(name);
    }

    private Task ConnectedAsync(string name) => Eventually.Get($"{name} connected", async () =>
        (await Portal.GetAsync("/connections"))["items"]!.AsArray(), items => items.Any(item => (string)item!["clientId"]! == name));

    private async Task AssertTraceAsync(string clientId, string code, string check)
    {
        var attempt = await Eventually.Get($"the attempt of {clientId}", async () => (await Portal.GetAsync(
            $"/attempts?thing={clientId}&outcome=refused&limit=1"))["items"]!.AsArray().FirstOrDefault(), found => found is not null);
        Assert.Equal(code, (string)attempt!["code"]!);
        var failed = attempt["checks"]!.AsArray().First(item => (string)item!["outcome"]! == "failed")!.AsObject();
        Assert.Equal(check, (string)failed["name"]!);
        Assert.NotNull(failed["compared"]);
        Assert.NotNull(failed["remedy"]);
    }
}
