using FleetPortal.Configuration;
using FleetPortal.Testing;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace FleetPortal.Tests.Settings;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("Listen:Prtal", "Did you mean Listen:Portal?")]
    [InlineData("Lisen:Portal", "Did you mean Listen:Portal?")]
    [InlineData("Simulator:Thing", "Did you mean Simulator:Things?")]
    [InlineData("Colour:Of:Everything", "there is no such setting.")]
    [InlineData("Expiry:WarnDays:Few", "Expiry:WarnDays:Few: there is no such setting.")]
    public void UnknownKey_IsRefusedByName_WithTheOneThatWasMeant(string key, string message)
    {
        var configuration = new ConfigurationBuilder().AddCommandLine([$"--{key}=x"]).Build();
        var fault = Assert.Single(Assert.Throws<SettingsException>(() => SettingsReader.Read(configuration, isDevelopment: false)).Faults);
        Assert.StartsWith(key + ":", fault, StringComparison.Ordinal);
        Assert.EndsWith(message, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void KeysOfTheFramework_AndNamesThatPeopleChoose_AreKnown()
    {
        string[] known =
        [
            "--Logging:LogLevel:FleetPortal=Warning",
            "--Kestrel:Limits:KeepAliveTimeout=00:01:00", "--AllowedHosts=*", "--listen:PORTAL=http://127.0.0.1:1",
            "--Authentication:OpenIdConnect:Authority=https://idp.example.com",
            "--Authentication:OpenIdConnect:ClientId=x", "--Authentication:OpenIdConnect:RoleMap:ops=operator",
        ];
        Assert.Equal(1, SettingsReader.Read(new ConfigurationBuilder().AddCommandLine(known).Build(), isDevelopment: false).Portal.Port);
    }

    [Fact]
    public async Task MistypedVariable_StopsTheStart_AndThoseOfOtherProgramsDoNot()
    {
        using var directory = new TemporaryDirectory();
        Dictionary<string, string> wrong = new() { ["Listen__Prtal"] = "http://127.0.0.1:0",
            ["SOME_TOOL__HOME"] = "/opt/tool", ["ASPNETCORE_HTTP_PORTS"] = "8080", ["DOTNET_gcServer"] = "0" };
        var result = await PortalProcess.RunAsync(wrong, ["serve", .. PortalProcess.SettingsFor(directory.Path)]);
        Assert.Equal((2, "Listen:Prtal: there is no such setting. Did you mean Listen:Portal?"), (result.ExitCode, result.Error.Trim()));
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }
}
