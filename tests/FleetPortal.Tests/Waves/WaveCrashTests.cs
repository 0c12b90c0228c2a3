using System.Text.Json.Nodes;
using FleetPortal.Testing;
using FleetPortal.Tests.Hosting;
using Xunit;

namespace FleetPortal.Tests.Waves;

/// <summary>kill -9 in the middle of a wave: its progress is what it was, and it goes on to its end.</summary>
public sealed class WaveCrashTests
{
    private const int Things = 24;

    [Fact]
    public async Task AWave_GoesOnWhereSuddenDeathLeftIt_AndEveryThingHasOneCertificateInTheEnd()
    {
        using var directory = new TemporaryDirectory();
        string[] settings = [.. PortalProcess.SettingsFor(directory.Path), "--Simulator:Enabled=true", $"--Simulator:Things={Things}"];
        await PortalProcess.FoundAsync(settings);
        var token =
            (await PortalProcess.RunAsync(["token", "create", "--name", "wave", "--role", "administrator", .. settings])).Output.Trim();
        var (process, address) = await PortalProcess.ServeAsync(PortalProcess.QuickStart, settings);
        var (id, before) = ("", 0);
        try
        {
            using var portal = await DyingPortal.MeetAsync(address, token, LifeStep.Begin);
            await Eventually.Holds("the fleet's arrival",
                async () => (int)(await portal.GetAsync("/things?q=connected:yes&limit=1"))["total"]! == Things);
            var (_, wave) = await portal.PostAsync("/rotation-waves", new { q = "", inFlight = 2, stopPercent = 100, graceMinutes = 0 });
            id = (string)wave["id"]!;
            Assert.Equal(Things, (int)wave["total"]!);
            before = await Eventually.Get("a third of the wave",
                async () => Over(await portal.GetAsync($"/rotation-waves/{id}")), over => over >= Things / 3);
        }
        finally
        {
            await PortalProcess.KillAsync(process);
        }

        (process, address) = await PortalProcess.ServeAsync(PortalProcess.QuickStart, settings);
        try
        {
            using var portal = await DyingPortal.MeetAsync(address, token, LifeStep.Begin);
            var after = await portal.GetAsync($"/rotation-waves/{id}");
            Assert.True(Over(after) >= before, "Progress was lost.");
            var done = await Eventually.Get("the wave's end",
                () => portal.GetAsync($"/rotation-waves/{id}"), wave => (string)wave["state"]! == "done");
            Assert.Equal((Things, 0), ((int)done["committed"]!, (int)done["failed"]!));

            // One that was under way when it died may have been asked for twice; in the end each has the one that it uses.
            var active = await portal.GetAsync($"/certificates?status=active&limit={Things * 2}");
            Assert.Equal(Things, active["items"]!.AsArray().Select(certificate => (string)certificate!["thingName"]!).Distinct().Count());
            Assert.Equal(Things, (int)active["total"]!);
            Assert.Equal(0, (await PortalProcess.RunAsync(["audit", "verify", .. settings])).ExitCode);
        }
        finally
        {
            await PortalProcess.KillAsync(process);
        }
    }

    private static int Over(JsonNode wave) => (int)wave["proven"]! + (int)wave["committed"]!;
}
