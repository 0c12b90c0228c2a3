using FleetPortal.Simulator;
using FleetPortal.Simulator.Story;
using Xunit;

namespace FleetPortal.Tests.Simulation;

public sealed class DemoStoryTests
{
    private const int Things = 250;
    private const int Weeks = 52;
    private const int CampaignWeek = 10;

    private static readonly IReadOnlyList<ThingPlan> _plans = [.. Enumerable.Range(0, Things).Select(DemoStory.Of)];

    private static int[] ByWeek => [.. Enumerable.Range(0, Weeks).Select(week => _plans.Count(plan => plan.ValidityDays / 7 == week))];

    [Fact]
    public void EveryRoleAndKey_IsAmongTheFirstSixty()
    {
        Assert.Equal(Enum.GetValues<ThingRole>(), _plans.Take(60).Select(plan => plan.Role).Distinct().Order());
        Assert.Equal(Enum.GetValues<DeviceKeyKind>(), _plans.Take(60).Select(plan => plan.Key).Distinct().Order());
        Assert.True(_plans.Count(plan => plan.Role == ThingRole.Plain) > 200);
    }

    [Fact]
    public void TheFleet_IsTheSameInEveryRun_WhateverItsSize() =>
        Assert.All(_plans, plan => Assert.Equivalent(plan, DemoStory.Of(plan.Number), strict: true));

    [Fact]
    public void EveryWeekHasExpiringCertificates_AndOneCampaignStandsOut()
    {
        var weeks = ByWeek;
        Assert.DoesNotContain(0, weeks);
        Assert.Equal(CampaignWeek, Array.IndexOf(weeks, weeks.Max()));
        Assert.True(weeks[CampaignWeek] >= 50, "A renewal storm has at least 50 certificates.");
        Assert.True(weeks.Where((_, week) => Math.Abs(week - CampaignWeek) > 2).Max() <= 8);
        Assert.True(weeks.Distinct().Count() > 5);
    }

    [Fact]
    public void SomeCertificatesExpireSoon_InEachOfTheNextFourWeeks()
    {
        var weeks = ByWeek;
        Assert.All(weeks[..4], count => Assert.InRange(count, 1, 4));
        Assert.InRange(weeks[..4].Sum(), 6, 12);
    }

    [Fact]
    public void AThing_StandsAtASite_AndSaysWhatItIs()
    {
        foreach (var plan in _plans)
        {
            string[] expected = ["site", "building", "line", "manufacturer", "model", "firmware"];
            Assert.All(expected, name => Assert.NotEqual("", plan.Attributes![name]));
            Assert.Equal(plan.Role is not (ThingRole.WaitingForInstallation or ThingRole.NeverConnected),
                plan.Attributes!.ContainsKey("installed-on"));
            Assert.Equal(plan.Role is ThingRole.Plain or ThingRole.RenewedTwice, !plan.Attributes.ContainsKey("note"));
        }

        // One group is one site.
        Assert.All(_plans.GroupBy(plan => plan.Groups[0]),
            group => Assert.Single(group.Select(plan => plan.Attributes!["site"]).Distinct()));
        Assert.True(_plans.Select(plan => plan.Attributes!["firmware"]).Distinct().Count() > 2);
        Assert.All(_plans.Where(plan => plan.Role == ThingRole.MakersCertificate),
            plan => Assert.Equal(("valve", "Kessler"), (plan.Model.Type, plan.Attributes!["manufacturer"])));
    }

    [Fact]
    public void WithoutAStory_AllThingsAreEqual()
    {
        var plain = new ThingPlan(417 - 1);
        Assert.Equal((ThingRole.Plain, DeviceKeyKind.EcP256, null, null), (plain.Role, plain.Key, plain.ValidityDays, plain.Attributes));
        Assert.Equal(["plant-7", "simulated"], plain.Groups);
    }
}
