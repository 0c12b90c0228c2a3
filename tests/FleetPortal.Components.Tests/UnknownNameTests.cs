using Bunit;
using FleetPortal.Fleet.Things;
using FleetPortal.Slices.Audit;
using FleetPortal.Slices.Connections;
using Xunit;
using ThingPage = FleetPortal.Slices.Things.ThingPage;

namespace FleetPortal.Components.Tests;

/// <summary>Rows of another version name actions and checks that no catalogue has any more. Pages show them plainly.</summary>
public sealed class UnknownNameTests
{
    private const string OtherVersion =
        "UPDATE Audit SET Action = 'thing-shadow.re-synced', TargetKind = 'thing-shadow', ActorKind = 'robot' WHERE Action = "
        + "'thing.registered'";

    private const string UnknownChecks = """
        UPDATE Attempts SET Code = 'firmware-unsigned', Checks = '[{"Name":"Firmware is signed","Outcome":1,"Compared":"none","Id":"firmware-is-signed"},{"Name":"Firmware is new","Outcome":7,"Next":true}]'
        """;

    [Fact]
    public async Task TheAudit_ShowsAnActionThatItDoesNotKnow()
    {
        await using var context = await PageContext.CreateAsync();
        await context.Get<RegisterThing>()
            .ExecuteAsync(new RegisterThingRequest("pump-1"), PageContext.Administrator, CancellationToken.None);
        await context.RunAsync(OtherVersion);
        var entry = await context.ScalarAsync("SELECT Sequence FROM Audit WHERE Action = 'thing-shadow.re-synced'");
        foreach (var address in (string[])["audit", "audit?action=thing-shadow", $"audit?id={entry}"])
        {
            var page = context.Open<AuditPage>(address);
            page.WaitForAssertion(() => Assert.Contains("Thing shadow re synced", page.Markup, StringComparison.Ordinal));
        }

        var activity = context.Open<ThingPage>("things/pump-1/activity", p => p.Add(x => x.Name, "pump-1").Add(x => x.Tab, "activity"));
        activity.WaitForAssertion(() => Assert.Contains("Thing shadow re synced", activity.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnAttempt_ShowsChecksThatItDoesNotKnow()
    {
        await using var context = await PageContext.CreateAsync();
        var fleet = await MarkedFleet.CreateAsync(context);
        await context.RunAsync(UnknownChecks);
        var page = context.Open<AttemptsPage>($"connections/attempts?id={fleet.Attempt}");
        page.WaitForAssertion(() =>
        {
            Assert.Contains("Refused: the check \"Firmware is signed\" failed",
                page.Find("#attempt-title").TextContent, StringComparison.Ordinal);
            Assert.Equal(["Firmware is signed · failed here (failed)", "Firmware is new (not reached)"],
                page.FindAll(".checks li > span:nth-child(2)").Select(line => line.TextContent.Trim()));
        });
    }
}
