using Bunit;
using FleetPortal.Components.Controls;
using FleetPortal.Components.Layout;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using FleetPortal.Slices.Overview;
using FleetPortal.Slices.Things;
using FleetPortal.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Components.Tests;

public sealed class ControlTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private readonly BunitContext _context = new();

    public ControlTests()
    {
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        _context.Services.AddScoped<Viewer>();
        _context.Services.AddSingleton(ExpiryPolicy.Default);
    }

    [Theory]
    [InlineData(CertificateStatus.Active, 100, "Active", "status active")]
    [InlineData(CertificateStatus.Active, 12, "Expiring", "status tinted expiring")]
    [InlineData(CertificateStatus.Active, 1, "Expiring", "status tinted expiring")]
    [InlineData(CertificateStatus.Active, -1, "Expired", "status tinted expired")]
    [InlineData(CertificateStatus.Inactive, 100, "On hold", "status tinted hold")]
    [InlineData(CertificateStatus.Inactive, -1, "Expired", "status tinted expired")]
    [InlineData(CertificateStatus.PendingActivation, 100, "Pending activation", "status tinted pending")]
    [InlineData(CertificateStatus.Revoked, -1, "Revoked", "status tinted revoked")]
    [InlineData(null, 0, "No certificate", "status offline")]
    public void AStatus_IsAnIconAWordAndAColour(CertificateStatus? status, int days, string word, string css)
    {
        var chip = _context.Render<CertificateStatusChip>(p => p.Add(x => x.Status, status)
            .Add(x => x.NotAfter, status is null ? null : Now.AddDays(days)));
        Assert.Equal(word, chip.Find("span").TextContent);
        Assert.Equal(css, chip.Find("span").ClassName);
        Assert.NotNull(chip.Find("svg"));
    }

    [Fact]
    public void ARevokedCertificate_SaysWhy() =>
        Assert.Equal("Revoked: keyCompromise", _context.Render<CertificateStatusChip>(p => p.Add(x => x.Status, CertificateStatus.Revoked)
            .Add(x => x.Reason, RevocationReason.KeyCompromise)).Find("span").TextContent);

    [Theory]
    [InlineData(0, "now")]
    [InlineData(-4, "4 s ago")]
    [InlineData(-100, "2 min ago")]
    [InlineData(-59.6, "1 min ago")]
    [InlineData((90 * 86400) - 3, "in 90 days")]
    [InlineData((48 * 3600) - 3, "in 2 days")]
    [InlineData(-18000, "5 h ago")]
    [InlineData(12 * 86400, "in 12 days")]
    [InlineData(4 * 365.25 * 86400, "in 4 years")]
    public void Durations_AreSaidAsPeopleSayThem(
        double seconds, string words) => Assert.Equal(words, RelativeTimeLabels.Of(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void AMoment_HasItsExactTimeOnHover()
    {
        var time = _context.Render<RelativeTime>(p => p.Add(x => x.Timestamp, Now.AddDays(12)));
        Assert.Equal("in 12 days", time.Find("time").TextContent);
        Assert.Equal("5 Dec 2026 08:00:00", time.Find("time").GetAttribute("title"));
    }

    [Fact]
    public void LongHex_IsCutInTheMiddle_AndWholeInTheTooltip()
    {
        const string serial = "4c1e9a07aaaaaaaaaaaaaaaaaaaab3d2";
        var text = _context.Render<HexText>(p => p.Add(x => x.Value, serial).Add(x => x.What, "serial number").Add(x => x.Copyable, true));
        Assert.Equal("4c1e9a07…b3d2", text.Find(".mono").TextContent);
        Assert.Equal(serial, text.Find(".mono").GetAttribute("title"));
        Assert.Equal("Copy serial number", text.Find("button").GetAttribute("aria-label"));
    }

    [Fact]
    public void TheExpiryChart_HasABarForEachWeekThatHasSome_AndEachIsALink()
    {
        var weeks = new[] { new ExpiryWeek(Now, 0), new ExpiryWeek(Now.AddDays(7), 12), new ExpiryWeek(Now.AddDays(14), 3) };
        var chart = _context.Render<ExpiryChart>(p => p.Add(x => x.Weeks, weeks));
        Assert.Equal(2, chart.FindAll("a").Count);
        Assert.Equal("certificates?from=2026-11-30T08:00:00Z&before=2026-12-07T08:00:00Z", chart.Find("a").GetAttribute("href"));
        Assert.Equal("12 expire in the week from 30 Nov 2026", chart.Find("a").GetAttribute("aria-label"));
        Assert.Contains(chart.FindAll("text.value"), text => text.TextContent == "12");
    }

    [Fact]
    public void CertificatesThatAreBeingReplaced_StandPaleOnTop_AndAreSaid()
    {
        var weeks = new[] { new ExpiryWeek(Now, 12, 3), new ExpiryWeek(Now.AddDays(7), 0, 4) };
        var chart = _context.Render<ExpiryChart>(p => p.Add(x => x.Weeks, weeks));
        Assert.Equal(2, chart.FindAll("rect.pale").Count);
        Assert.Equal("12 expire in the week from 23 Nov 2026; 3 more are being replaced or not used yet",
            chart.Find("a").GetAttribute("aria-label"));
        Assert.Contains("Pale: certificates that are being replaced", chart.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void TheChartOfConnections_HasTheWholeHour_RoundNumbers_AndNoLineBeforeTheStart()
    {
        var samples = Enumerable.Range(0, 25).Select(i => new PulseSample(Now.AddSeconds(5 * (i - 24)), 250, 1)).ToArray();
        var chart = _context.Render<PulseChart>(p => p.Add(x => x.Samples, samples));
        Assert.Equal(["0", "100", "200", "300", "400", "07:15", "07:30", "07:45", "now"],
            chart.FindAll("text").Select(text => text.TextContent));
        Assert.Equal("250 connections now, 250 to 250 in the last 2 min", chart.Find("svg").GetAttribute("aria-label"));

        // Two minutes of sixty: the line begins near the end of the axis.
        var first = double.Parse(chart.Find("polyline").GetAttribute("points")!.Split(',')[0],
            System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(first, 770, 780);
    }

    [Fact]
    public void TheTopicTree_IsBounded_AndShowsEachLevelOnce()
    {
        var topics = Enumerable.Range(0, 64).Select(i => new TopicState($"fleet/pump/p/telemetry/common/{i}"
            + string.Concat(Enumerable.Repeat("/x", 26)), 1, 0, 1, [], Now, "{}", 2, false)).ToList();
        var rows = TopicTree.Rows(new ThingTopicPolicy("p", "pump"), topics);
        Assert.Equal(TopicTree.MaxRows, rows.Count);
        Assert.Equal(rows.Count, rows.DistinctBy(row => row.Topic).Count());
        Assert.Equal(("common", 1, null), (rows[1].Level, rows[1].Depth, rows[1].State));
        Assert.Equal((topics[0].Topic, 28), (rows[28].Topic, rows[28].Depth));
        Assert.NotNull(rows[28].State);
    }

    [Fact]
    public void TheTopicTree_ShowsTheChannelsOfAThing_UsedOrNot_AndWhatWasRefused()
    {
        var seen = new TopicState("fleet/pump/p/telemetry/a/b", 5, 0, 1, [], Now, "{}", 2, false);
        var refused = new TopicState("fleet/pump/other/telemetry", 0, 2, 0, [], null, null, 0, false);
        var rows = TopicTree.Rows(new ThingTopicPolicy("p", "pump"), [refused, seen]);
        Assert.Equal(
            ["0 telemetry ", "1 a ", "2 b May publish, used", "0 state May publish, not used yet",
                "0 events May publish, not used yet", "0 rotation/request May publish, not used yet", "0 commands May subscribe",
                "0 config May subscribe", "0 rotation/response May subscribe", "0 fleet/pump/other/telemetry Refused"],
            rows.Select(row => $"{row.Depth} {row.Level} {row.Permission?.Word}"));
    }

    [Fact]
    public void TheTheme_HasTheColoursOfTheTokens()
    {
        var css = File.ReadAllText(Path.Combine(SourceTree.Root, "wwwroot-assets", "css", "tokens.css"));
        var dark = css.IndexOf("\n[data-theme=\"dark\"]", StringComparison.Ordinal);
        AssertColours(FleetTheme.Light, css[..dark]);
        AssertColours(FleetTheme.Dark, css[dark..]);
    }

    [Fact]
    public void TheOutlineBeforeThePage_HasTheColoursOfTheTokens()
    {
        var css = File.ReadAllText(Path.Combine(SourceTree.Root, "wwwroot-assets", "css", "tokens.css"));
        var style = File.ReadAllText(Path.Combine(SourceTree.Root, "src", "FleetPortal", "Components", "Layout", "BootStyle.razor"));
        (string Boot, string Token)[] pairs = [("page", "surface-page"),
            ("card", "surface-card"), ("rail", "surface-rail"), ("edge", "line"), ("bone", "line-subtle"), ("ink", "text-1")];
        foreach (var (selector, from) in new[] { ("  .boot {", 0),
            ("  [data-theme=\"dark\"] .boot {", css.IndexOf("\n[data-theme=\"dark\"]", StringComparison.Ordinal)) })
        {
            var rule = style.Split('\n').Single(line => line.StartsWith(selector, StringComparison.Ordinal));
            Assert.All(pairs, pair =>
                Assert.Contains($"--{pair.Boot}: {Colour(css[from..], pair.Token)};", rule, StringComparison.Ordinal));
        }
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private static void AssertColours(IReadOnlyDictionary<string, string> theme, string css) =>
        Assert.All(theme, token => Assert.Matches($@"--{token.Key}:\s*{token.Value};", css));

    private static string Colour(
        string css, string token) => System.Text.RegularExpressions.Regex.Match(css, $@"--{token}:\s*(#[0-9a-f]+);").Groups[1].Value;
}
