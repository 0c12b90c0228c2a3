using System.Net;
using System.Net.Sockets;
using FleetPortal.Configuration;
using FleetPortal.Testing;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace FleetPortal.Tests.Hosting;

public sealed class StartTests
{
    [Fact]
    public async Task ADirectoryThatCannotBeWritten_StopsTheStart_AndIsNamed()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("file"), "", TestContext.Current.CancellationToken);
        await AssertStopsAsync(directory.File("file") + "/data", "Data:Directory", "cannot be written");
    }

    [Fact]
    public async Task AReadOnlyDirectory_StopsTheStart_AndIsNamed() =>
        // /proc is read-only for everybody, root included.
        await AssertStopsAsync("/proc/fleetportal", "Data:Directory: /proc/fleetportal cannot be written");

    [Fact]
    public async Task ATakenPort_StopsTheStart_AndIsNamed()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var directory = new TemporaryDirectory();
        var result = await PortalProcess.RunAsync(
            [.. PortalProcess.SettingsFor(directory.Path), $"--Listen:Mqtt=mqtts://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"{((IPEndPoint)taken.LocalEndpoint).Port}", result.Error, StringComparison.Ordinal);
        Assert.Contains("Listen:Mqtt", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANewerDatabase_StopsTheStart_AndIsNamed()
    {
        using var directory = new TemporaryDirectory();
        await PortalProcess.FoundAsync(PortalProcess.SettingsFor(directory.Path));
        var sqlite = await Tool.RunAsync("sqlite3",
            [directory.File("fleet.db"), "INSERT INTO __EFMigrationsHistory VALUES ('29991231000000_Future', '99.0.0')"]);
        Assert.Equal(0, sqlite.ExitCode);
        await AssertStopsAsync(directory.Path, "newer FleetPortal", "29991231000000_Future");
    }

    [Fact]
    public async Task AnotherPassphrase_StopsTheStart_AndIsNamed()
    {
        using var directory = new TemporaryDirectory();
        await PortalProcess.FoundAsync(PortalProcess.SettingsFor(directory.Path));
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "keys", "passphrase"), "another", TestContext.Current.CancellationToken);
        await AssertStopsAsync(directory.Path, "Data:KeyPassphrase", "the passphrase is wrong");
    }

    [Fact]
    public void EveryBadSetting_HasItsLine()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Listen:Portal"] = "http://0.0.0.0:5080",
            ["Listen:Mqtt"] = "mqtt://127.0.0.1:1883",
            ["Listen:PublicHost"] = "no host",
            ["Listen:CertificatePath"] = "/nowhere.pem",
            ["Listen:DeviceRsaCertificatePath"] = "/nowhere.pem",
            ["Listen:ProxyProtocolFrom"] = "10.0.0.0/8, proxy.example",
            ["Limits:HandshakeSeconds"] = "4",
            ["Limits:ConnectSeconds"] = "301",
            ["Limits:KeepAliveSeconds"] = "65536",
            ["Limits:QueuedMessages"] = "0",
            ["Simulator:Enabled"] = "maybe",
            ["Limits:ConnectsPerMinute"] = "0",
            ["Database:Provider"] = "Oracle",
            ["Authentication:OpenIdConnect:Authority"] = "http://id.example",
            ["Authentication:OpenIdConnect:RoleMap:boss"] = "king",
            ["Authentication:OpenIdConnect:RoleMap:helpdesk"] = "support,operator",
            ["Authentication:OpenIdConnect:RoleMap:night"] = "3",
        }).Build();
        var faults = Assert.Throws<SettingsException>(() => SettingsReader.Read(configuration, isDevelopment: false)).Faults;
        foreach (var key in new[] { "Listen:Portal", "Listen:Mqtt",
            "Listen:PublicHost", "Listen:CertificatePath", "Listen:DeviceRsaCertificatePath", "Listen:ProxyProtocolFrom",
            "Limits:HandshakeSeconds", "Limits:ConnectSeconds", "Limits:KeepAliveSeconds", "Limits:QueuedMessages",
            "Simulator:Enabled", "Limits:ConnectsPerMinute", "Database:Provider",
            "Authentication:OpenIdConnect:Authority", "Authentication:OpenIdConnect:ClientId", "Authentication:OpenIdConnect:RoleMap:boss",
            "Authentication:OpenIdConnect:RoleMap:helpdesk", "Authentication:OpenIdConnect:RoleMap:night" })
        {
            Assert.Contains(faults, fault => fault.StartsWith(key + ":", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("a.example", "a.example")]
    [InlineData("a.example, b.example,A.example", "a.example|b.example")]
    [InlineData("192.0.2.1,fleet.internal", "192.0.2.1|fleet.internal")]
    [InlineData("a.example,no host", null)]
    [InlineData(",", null)]
    public void SeveralPublicHosts_AreSeparatedByCommas(string text, string? names)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Listen:PublicHost"] = text }).Build();
        if (names is null)
        {
            Assert.StartsWith("Listen:PublicHost: ", Assert.Single(Assert.Throws<SettingsException>(
                () => SettingsReader.Read(configuration, isDevelopment: false)).Faults), StringComparison.Ordinal);
            return;
        }

        var settings = SettingsReader.Read(configuration, isDevelopment: false);
        Assert.Equal(names.Split('|'), settings.PublicHosts);
        Assert.Equal(settings.PublicHosts[0], settings.PublicHost);
        Assert.Equal(settings.PublicHosts, settings.AllowedHosts.Intersect(settings.PublicHosts));
    }

    [Theory]
    [InlineData(true, "http://127.0.0.1:0", true)]
    [InlineData(false, "http://127.0.0.1:0", false)]
    [InlineData(true, "https://0.0.0.0:0", false)]
    public void Personas_AreForDevelopmentOnLoopbackAlone(bool development, string portal, bool offered)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Listen:Portal"] = portal }).Build();
        Assert.Equal(offered, SettingsReader.Read(configuration, development).Personas);
    }

    [Fact]
    public async Task BadUsage_IsExitCode2()
    {
        Assert.Equal(2, (await PortalProcess.RunAsync("tokn")).ExitCode);
        Assert.Equal(2, (await PortalProcess.RunAsync("token", "create", "--name", "x", "--role", "king")).ExitCode);
        Assert.Equal(2, (await PortalProcess.RunAsync("token", "create", "--name", "x", "--role", "support,operator")).ExitCode);
        Assert.Equal(2, (await PortalProcess.RunAsync("token", "create", "--name", "x", "--role", "3")).ExitCode);
        Assert.Equal(0, (await PortalProcess.RunAsync("--help")).ExitCode);
    }

    private static async Task AssertStopsAsync(string directory, params string[] words)
    {
        var result = await PortalProcess.RunAsync(PortalProcess.SettingsFor(directory));
        Assert.Equal(2, result.ExitCode);
        Assert.All(words, word => Assert.Contains(word, result.Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
