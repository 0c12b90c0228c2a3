using Bunit;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using FleetPortal.Slices.Audit;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Components.Tests;

/// <summary>The four states of a page: an error, a skeleton, empty, full. The page *Audit* stands for all of them.</summary>
public sealed class PageStateTests
{
    [Fact]
    public async Task APageWhoseReadingThrows_ShowsTheError_AndRecoversByItself()
    {
        await using var context = await PageContext.CreateAsync();
        await context.HideTableAsync("Audit");
        var page = context.Open<AuditPage>("audit");
        page.WaitForAssertion(() =>
            Assert.StartsWith("The audit did not load.", page.Find(".note.error").TextContent.Trim(), StringComparison.Ordinal));
        Assert.Empty(page.FindAll("table, .panel.empty, [aria-busy]"));
        Assert.Equal("Audit", page.Find("h1").TextContent);

        await context.ShowTableAsync("Audit");
        page.WaitForAssertion(() =>
        {
            context.Time.Advance(LiveComponent.RetryInterval);
            Assert.NotEmpty(page.FindAll("tr.row"));
        });
        Assert.Empty(page.FindAll(".note.error"));
    }

    [Fact]
    public async Task TheErrorOffersToTryAgain_AtOnce()
    {
        await using var context = await PageContext.CreateAsync();
        await context.HideTableAsync("Audit");
        var page = context.Open<AuditPage>("audit");
        page.WaitForElement(".note.error");
        await context.ShowTableAsync("Audit");
        page.Find(".note.error button").Click();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("tr.row")));
        Assert.Empty(page.FindAll(".note.error"));
    }

    [Fact]
    public async Task AFaultOfALaterReading_LeavesTheRowsBelowTheError()
    {
        await using var context = await PageContext.CreateAsync();
        var page = context.Open<AuditPage>("audit");
        page.WaitForElement("tr.row");
        await context.HideTableAsync("Audit");
        context.Get<FleetEvents>().Emit(new FleetEvent(FleetEventKind.ThingChanged, "x"));
        page.WaitForAssertion(() =>
        {
            context.Time.Advance(TimeSpan.FromMilliseconds(250));
            Assert.Single(page.FindAll(".note.error"));
        });
        Assert.NotEmpty(page.FindAll("tr.row"));
    }

    [Fact]
    public async Task WhatIsFilteredAway_IsEmpty_AndSaysWhatToDo()
    {
        await using var context = await PageContext.CreateAsync();
        var page = context.Open<AuditPage>("audit?target=nobody");
        page.WaitForAssertion(() => Assert.Equal("No entry matches", page.Find(".panel.empty h2").TextContent));
        Assert.Empty(page.FindAll("table, .note.error, [aria-busy]"));
    }

    [Fact]
    public async Task WhatIsRead_IsShown_AndFollowsTheEvents()
    {
        await using var context = await PageContext.CreateAsync();
        var page = context.Open<AuditPage>("audit");
        page.WaitForElement("tr.row");
        var before = page.FindAll("tr.row").Count;
        await context.Get<RegisterThing>()
            .ExecuteAsync(new RegisterThingRequest("pump-1", null), PageContext.Administrator, CancellationToken.None);
        page.WaitForAssertion(() =>
        {
            context.Time.Advance(TimeSpan.FromMilliseconds(250));
            Assert.Equal(before + 1, page.FindAll("tr.row").Count);
        });
    }

    [Fact]
    public async Task UntilTheFirstReadingIsDone_ThePageIsASkeleton()
    {
        await using var context = new BunitContext();
        var state = new LoadState();
        var shown = context.Render<PageState>(p => p.Add(x => x.Of, state)
            .Add(x => x.Title, "Nothing").Add(x => x.Columns, 3).Add(x => x.Rows, 2).AddChildContent("<table></table>"));
        Assert.Equal(6, shown.FindAll("[aria-busy=true] .skeleton").Count);
        Assert.Empty(shown.FindAll("table, .note.error"));
    }

    [Fact]
    public void EveryPageThatReads_HasAPageState()
    {
        var sources = Path.Combine(SourceTree.Root, "src", "FleetPortal");
        var pages = Directory.EnumerateFiles(Path.Combine(sources, "Slices"), "*.razor", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetFileName(file), Text: File.ReadAllText(file)))
            .Where(page => page.Text.Contains("@inherits LiveComponent", StringComparison.Ordinal)).ToList();
        Assert.InRange(pages.Count, 15, 100);
        Assert.Empty(pages.Where(page => !page.Text.Contains("<PageState Of=\"Reading\"", StringComparison.Ordinal))
            .Select(page => page.Name));
    }
}
