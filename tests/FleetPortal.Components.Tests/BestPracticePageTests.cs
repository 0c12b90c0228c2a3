using Bunit;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Compliance;
using FleetPortal.Fleet.Things;
using FleetPortal.Slices.Compliance;
using Microsoft.AspNetCore.Components;
using Xunit;

namespace FleetPortal.Components.Tests;

/// <summary>The page of the scorecard: empty, full, with an open control, and the card.</summary>
public sealed class BestPracticePageTests
{
    private const string Address = "findings/best-practice";

    [Fact]
    public async Task EmptyRegistry_ShowsWhatIsNotCovered_AndThatThereIsNothingToMeasure()
    {
        await using var context = await PageContext.CreateAsync();
        var page = context.Open<BestPracticePage>(Address);
        page.WaitForElement(".controls");
        Assert.Equal(27, page.FindAll("a.control").Count);
        Assert.Contains("No live connections at present", page.Markup, StringComparison.Ordinal);
        Assert.Contains("3 of 3 controls not covered", page.Markup, StringComparison.Ordinal);
        Assert.Matches("^Best Practice 1.1: [0-9]+ of 100$", page.Find("h1").TextContent);
    }

    [Fact]
    public async Task OpenControl_QuotesItsSentence_NamesOffenders_AndLeadsToTheRemedy()
    {
        await using var context = await PageContext.CreateAsync();
        for (var i = 0; i < 12; i++)
        {
            await context.Get<RegisterThing>()
                .ExecuteAsync(new RegisterThingRequest($"bare-{i:00}"), PageContext.Administrator, CancellationToken.None);
        }

        var page = context.Open<BestPracticePage>($"{Address}?control=1.1.1-b");
        page.WaitForElement(".detail");
        Assert.Equal("true", page.Find("a.control[aria-expanded=true]").GetAttribute("aria-expanded"));
        Assert.Equal(Address, page.Find("a.control[aria-expanded=true]").GetAttribute("href"));
        Assert.StartsWith("We recommend that each device be given", page.Find("blockquote").TextContent, StringComparison.Ordinal);
        Assert.Equal(10, page.FindAll(".detail tbody tr").Count);
        Assert.Contains("12 Things without a certificate", page.Markup, StringComparison.Ordinal);
        Assert.Equal("things?q=status:none", page.Find(".detail a.button").GetAttribute("href"));
        Assert.Contains("10 of 12 shown", page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.Find(".detail .mono").TextContent);
    }

    [Fact]
    public async Task PageThatStaysOpen_ReadsOnceAMinute_AndNotOnEvents()
    {
        await using var context = await PageContext.CreateAsync();
        using var sql = await SqlCounter.StartAsync(context);
        var page = context.Open<BestPracticePage>(Address);
        page.WaitForElement(".controls");
        await context.Get<RegisterThing>()
            .ExecuteAsync(new RegisterThingRequest("pump-1"), PageContext.Administrator, CancellationToken.None);
        var registered = sql.Count;
        context.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(registered, sql.Count);
        context.Time.Advance(LiveComponent.LongestUnread);
        page.WaitForAssertion(() => Assert.Contains("0 of 1 Thing<", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Card_ShowsPointsAndTheWorstReason_WithTheSentenceOfAFinding()
    {
        await using var context = await PageContext.CreateAsync();
        await context.Get<RegisterThing>()
            .ExecuteAsync(new RegisterThingRequest("pump-1", "pump"), PageContext.Administrator, CancellationToken.None);
        var scorecard = await context.Get<ComplianceQueries>().ReadAsync(PageContext.Administrator, CancellationToken.None);
        var card = context.Open<ScorecardCard>("", p => p.Add(x => x.Scorecard, scorecard)
            .Add(x => x.Broken, (RenderFragment)(builder => builder.AddContent(0, "This finding breaks 1.1.1."))));
        Assert.Equal(5, card.FindAll("li").Count);
        Assert.Contains("This finding breaks 1.1.1.", card.Markup, StringComparison.Ordinal);
        Assert.Equal(Address, card.Find("h2 a").GetAttribute("href"));
        Assert.Contains("1 enabled Thing without a usable certificate", card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trend_IsALine_FromTheSecondDayOn()
    {
        await using var context = await PageContext.CreateAsync();
        var day = new ScorecardDay(new DateOnly(2026, 11, 20), 0.5m, new Dictionary<string, decimal?>());
        var chart = context.Open<TrendChart>("", p => p.Add(x => x.Days, [day]));
        Assert.Equal("50 on 20 Nov. The line begins with the second day.", chart.Find("p").TextContent);
        chart = context.Open<TrendChart>("", p => p.Add(x => x.Days, [day, day with { Day = day.Day.AddDays(3), Score = 0.623m }]));
        Assert.Equal("The score went from 50 on 20 Nov to 62 on 23 Nov", chart.Find("svg").GetAttribute("aria-label"));
        Assert.Equal("32,71 360,57", chart.Find("polyline").GetAttribute("points"));
    }
}
