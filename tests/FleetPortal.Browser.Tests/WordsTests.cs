using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace FleetPortal.Browser.Tests;

public sealed partial class WordsTests(BrowserFixture fixture)
{
    // What people read, what readers say, and what is copied: texts, labels, titles and placeholders. A hidden field is random.
    private const string Words = """
        () => {
          const attributes = ["aria-label", "title", "alt", "placeholder", "value"];
          const copy = document.body.cloneNode(true);
          copy.querySelectorAll("script, style, input[type=hidden]").forEach(element => element.remove());
          const labels = [...copy.querySelectorAll("*")].flatMap(element => attributes.map(name => element.getAttribute(name)).filter(Boolean));
          return [document.title, document.body.innerText, copy.textContent, ...labels].join("\n");
        }
        """;

    // Without what devices wrote: a payload and a command line keep their times.
    private const string TextOfThePortal = """
        () => {
          const copy = document.querySelector("main").cloneNode(true);
          copy.querySelectorAll("pre, code").forEach(element => element.remove());
          return copy.textContent;
        }
        """;

    [Fact]
    public async Task NoPage_ShowsSourceOfTheProgram()
    {
        await using var portal = await fixture.OpenAsync();
        var found = new List<string>();
        foreach (var path in new[] { "/sign-in", "/setup?token=x", "/error", "/not-found", "/no-such-page" })
        {
            await portal.Page.GotoAsync(path);
            found.AddRange(await SourceAsync(portal, path));
        }

        await portal.SignInAsync("Jonas");
        var refused = await Attempts.RecordRefusedAsync(fixture.Portal);
        foreach (var path in LookTests.Paths.Select(path => path.Replace("{refused}", refused, StringComparison.Ordinal)))
        {
            await portal.GoAsync(path);
            await Expect(portal.Page.Locator("h1")).ToBeVisibleAsync();
            await Expect(portal.Page.Locator(".skeleton")).ToHaveCountAsync(0);
            found.AddRange(await SourceAsync(portal, path));
        }

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("Europe/Berlin", "(Berlin)")]
    [InlineData("America/New_York", "(New York)")]
    [InlineData("Asia/Kolkata", "(Kolkata)")]
    public async Task EveryTime_IsInTheZoneOfTheViewer_AndTheZoneIsNamed(string zone, string city)
    {
        await using var portal = await fixture.OpenAsync(zone: zone);
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await Expect(page.Locator(".rail .foot")).ToContainTextAsync(new Regex($"^Times in [A-Z]{{2,5}} {Regex.Escape(city)}$"));
        var refused = await Attempts.RecordRefusedAsync(fixture.Portal);
        await portal.GoAsync($"/connections/attempts?id={refused}");
        await Expect(page.Locator(".rail .foot")).ToContainTextAsync(city);

        // Each time on the page says in the zone what its attribute says in UTC.
        var here = TimeZoneInfo.FindSystemTimeZoneById(zone);
        await Expect(page.Locator("li.decisive time")).ToHaveCountAsync(1);
        foreach (var time in await page.Locator("main time[datetime]").AllAsync())
        {
            var moment = TimeZoneInfo
                .ConvertTime(DateTimeOffset.Parse((await time.GetAttributeAsync("datetime"))!, CultureInfo.InvariantCulture), here);
            Assert.Contains(moment.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
                await time.TextContentAsync() + await time.GetAttributeAsync("title"), StringComparison.Ordinal);
        }

        // The validity of its certificate is of other days: with the date.
        await Expect(page.Locator("li.passed", new() { HasText = "Within its validity" }).Locator("time").Last)
            .ToHaveTextAsync(new Regex(@"^\d+ \w{3} \d{4} \d\d:\d\d:\d\d$"));
        foreach (var path in LookTests.Paths.Where(path => !path.Contains('{', StringComparison.Ordinal))
            .Append($"/connections/attempts?id={refused}"))
        {
            await portal.GoAsync(path);
            await Expect(page.Locator("h1")).ToBeVisibleAsync();
            Assert.DoesNotMatch(@"\bUTC\b|\d{4}-\d\d-\d\d[T ]\d\d:\d\d", await page.EvaluateAsync<string>(TextOfThePortal));
        }

        portal.AssertNoFaults();
    }

    [Fact]
    public async Task AnAttemptThatIsNone_IsSaid_AndTheListIsThere()
    {
        await using var portal = await fixture.OpenAsync();
        await portal.SignInAsync("Jonas");
        foreach (var id in new[] { "abc", "99999999999", "-1", "999999999999999999999999" })
        {
            await portal.GoAsync($"/connections/attempts?id={id}");
            await Expect(portal.Page.Locator(".note")).ToContainTextAsync("No such attempt");
            await Expect(portal.Page.Locator("table.grid")).ToBeVisibleAsync();
        }

        portal.AssertNoFaults();
    }

    [Fact]
    public async Task AClientIdentifierThatTurnsTextRound_IsShownAsItIs()
    {
        await using var portal = await fixture.OpenAsync();
        await portal.SignInAsync("Jonas");
        var refused = await Attempts.RecordRefusedAsync(fixture.Portal, "\u202Egnp.exe");
        await portal.GoAsync($"/connections/attempts?id={refused}");
        await Expect(portal.Page.Locator(".attempt .codepoint").First).ToHaveTextAsync("U+202E");
        await Expect(portal.Page.Locator(".attempts .codepoint").First).ToHaveTextAsync("U+202E");
        Assert.DoesNotContain("\u202E", await portal.Page.Locator("body").TextContentAsync(), StringComparison.Ordinal);
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task OnAPhone_TheReasonAndTheFixOfARefusal_AreSeenWithoutScrolling()
    {
        await using var portal = await fixture.OpenAsync(390, 844);
        await portal.SignInAsync("Mara");
        var refused = await Attempts.RecordRefusedAsync(fixture.Portal);
        await portal.GoAsync("/connections/attempts?outcome=refused");
        await Expect(portal.Page.Locator("tr.row").First.Locator("td.why")).ToBeInViewportAsync(new() { Ratio = 1 });
        await portal.GoAsync($"/connections/attempts?id={refused}");
        await Expect(portal.Page.Locator("h2")).ToHaveTextAsync("Refused: the certificate is on hold");
        await Expect(portal.Page.Locator("li.decisive")).ToContainTextAsync("The certificate is on hold");
        await Expect(portal.Page.Locator("li.decisive .remedy")).ToBeInViewportAsync(new() { Ratio = 1 });
        portal.AssertNoFaults();
    }

    private static async Task<IEnumerable<string>> SourceAsync(PortalPage portal, string path)
    {
        var words = await portal.Page.EvaluateAsync<string>(Words);
        return Source().Matches(words)
            .Select(match => $"{path}: {words[Math.Max(0, match.Index - 40)..Math.Min(words.Length, match.Index + 40)]}");
    }

    [GeneratedRegex(@"=>|switch \{|\{\d\}|System\.|\(Passed|\(Failed|`\d|Microsoft\.|CheckOutcome|@[a-z]+\.|&amp;|\bundefined\b|NaN")]
    private static partial Regex Source();
}
