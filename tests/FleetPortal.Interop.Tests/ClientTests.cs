using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests;

/// <summary>
/// MQTT.js and Eclipse Paho for Python over TCP and WebSocket, with MQTT 3.1.1 and 5: a session that outlives its connection, a will, a
/// shared subscription, QoS 2, and a request with its response.
/// </summary>
public sealed class ClientTests(PortalFixture fixture, ClientScripts scripts) : IClassFixture<ClientScripts>
{
    private RunningPortal Portal => fixture.Portal;

    /// <summary>Every client, transport and version.</summary>
    public static TheoryData<string, bool, int> Clients =>
    [
        ("js", false, 4), ("js", false, 5), ("js", true, 4), ("js", true, 5),
        ("paho", false, 4), ("paho", false, 5), ("paho", true, 4), ("paho", true, 5),
    ];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task ASession_OutlivesItsConnection_AndAQueuedCommandArrives(string client, bool webSocket, int version)
    {
        var device = await Portal.EnrolAsync($"keeps-{client}-{(webSocket ? "ws" : "tcp")}-{version}");
        var given = new { topic = $"{device.Prefix}/commands/#" };
        var first = await RunAsync(client, "subscribe", device, webSocket, version, given);
        Assert.False((bool)first["sessionPresent"]!);
        var (status, sent) = await Portal.PostAsync($"/things/{device.Name}/commands/wake", new { payload = new { at = 7 } });
        Assert.Equal((202, "queued"), (status, (string)sent["outcome"]!));
        var second = await RunAsync(client, "resume", device, webSocket, version, given);
        Assert.True((bool)second["sessionPresent"]!);
        Assert.Equal(($"{device.Prefix}/commands/wake", """{"at":7}"""), ((string)second["topic"]!, (string)second["payload"]!));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task AWill_ReachesAnApplicationWithASharedSubscription_WithItsOrigin(string client, bool webSocket, int version)
    {
        var name = $"dies-{client}-{(webSocket ? "ws" : "tcp")}-{version}";
        var device = await Portal.EnrolAsync(name);
        using var directory = new TemporaryDirectory();
        var application = await Portal.ApplicationAsync(directory, $"hears-{name}", [$"fleet/+/{name}/state/#"], []);
        using var listening = await StartAsync(client, "listen", application, webSocket, version,
            new { topic = $"$share/g/fleet/+/{name}/state/#" });
        await RunAsync(client, "die", device, webSocket, version, new { will = $"{device.Prefix}/state/online" });
        var heard = await AnswerOf(listening);
        Assert.Equal(($"{device.Prefix}/state/online", "gone"), ((string)heard["topic"]!, (string)heard["payload"]!));
        Assert.Equal(version == 5 ? name : null, (string?)heard["origin"]);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task AMessageWithQoS2_IsTaken(string client, bool webSocket, int version)
    {
        var device = await Portal.EnrolAsync($"twice-{client}-{(webSocket ? "ws" : "tcp")}-{version}");
        var answer = await RunAsync(client, "publish", device, webSocket, version, new { topic = $"{device.Prefix}/telemetry/a" });
        Assert.True((bool)answer["published"]!);
    }

    [Theory]
    [InlineData("js", "paho", false)]
    [InlineData("paho", "js", true)]
    public async Task ARequest_ReachesItsThing_AndTheAnswerComesBackWithItsCorrelation(string asks, string answers, bool webSocket)
    {
        var device = await Portal.EnrolAsync($"answers-{asks}");
        using var directory = new TemporaryDirectory();
        var name = $"asks-{asks}";
        var application = await Portal.ApplicationAsync(directory,
            name, [$"apps/{name}/responses/#"], [$"fleet/+/{device.Name}/commands/#"]);
        using var thing = await StartAsync(answers, "answer", device, webSocket, 5, new { topic = $"{device.Prefix}/commands/#" });
        var answer = await RunAsync(asks, "ask", application, webSocket, 5,
            new { topic = $"{device.Prefix}/commands/read", response = $"apps/{name}/responses/1" });
        Assert.Equal(("answer", "42"), ((string)answer["payload"]!, (string)answer["correlation"]!));
        await AnswerOf(thing);
    }

    private async Task<JsonNode> RunAsync(string client, string step, TestDevice device, bool webSocket, int version, object more)
    {
        var (program, arguments) = CommandOf(client, step, device, webSocket, version, more);
        var result = await Tool.RunAsync(program, arguments, directory: scripts.Directory);
        Assert.True(result.ExitCode == 0, $"{client} {step}: {result.All}");
        return JsonNode.Parse(result.Output)!;
    }

    /// <summary>Starts a client that listens, and waits until it does.</summary>
    private async Task<Process> StartAsync(string client, string step, TestDevice device, bool webSocket, int version, object more)
    {
        var (program, arguments) = CommandOf(client, step, device, webSocket, version, more);
        var process = Tool.Start(program, arguments, directory: scripts.Directory);
        Assert.Equal("listening", await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken));
        return process;
    }

    private static async Task<JsonNode> AnswerOf(Process process) =>
        JsonNode.Parse(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? "null")!;

    private (string Program, string[] Arguments) CommandOf(
        string client, string step, TestDevice device, bool webSocket, int version, object more)
    {
        var port = webSocket ? Portal.Application.Endpoints.DevicesPort : Portal.MqttPort;
        var given = JsonSerializer.SerializeToNode(more)!.AsObject();
        given["host"] = "localhost";
        given["port"] = port;
        given["webSocket"] = webSocket;
        given["url"] = webSocket ? $"wss://localhost:{port.ToString(CultureInfo.InvariantCulture)}/mqtt"
            : $"mqtts://localhost:{port.ToString(CultureInfo.InvariantCulture)}";
        (given["ca"], given["cert"], given["key"]) = (device.RootsFile, device.CertificateFile, device.KeyFile);
        (given["clientId"], given["version"]) = (device.Name, version);
        return client == "js" ? ("node", ["with_mqttjs.mjs", step, given.ToJsonString()])
            : ("/usr/bin/python3", ["with_paho.py", step, given.ToJsonString()]);
    }
}

/// <summary>The scripts of the clients, with MQTT.js installed beside them.</summary>
public sealed class ClientScripts : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>The directory of the scripts.</summary>
    public string Directory => _directory.Path;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        foreach (var source in (string[])["package.json", "package-lock.json", "with_mqttjs.mjs", "with_paho.py"])
        {
            File.Copy(Path.Combine(SourceTree.Root, "tests", "FleetPortal.Interop.Tests", "Clients", source), _directory.File(source));
        }

        var result = await Tool.RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], directory: Directory);
        Assert.True(result.ExitCode == 0, result.All);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
