using Bunit;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Waves;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.Text;
using FleetPortal.Slices.Certificates;
using FleetPortal.Slices.Things;
using FleetPortal.Slices.Waves;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Components.Tests;

/// <summary>What is drawn of a certificate and of a wave.</summary>
public sealed class CertificateDrawingTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private readonly BunitContext _context = new();

    public CertificateDrawingTests()
    {
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        _context.Services.AddScoped<Viewer>();
        _context.Services.AddSingleton(ExpiryPolicy.Default);
    }

    [Theory]
    [InlineData(CertificateStatus.Active, -100, 300, "validity active", "300 days left", "left: 25%")]
    [InlineData(CertificateStatus.Active, -300, 1.5, "validity active", "1 day left", "left: 99.5%")]
    [InlineData(CertificateStatus.Inactive, -200, 200, "validity hold", "on hold, 200 days left", "left: 50%")]
    [InlineData(CertificateStatus.Active, -400, -1, "validity ended", "expired", "left: 100%")]
    [InlineData(CertificateStatus.Active, -1, 0.5, "validity active", "less than a day left", "left: 66.67%")]
    [InlineData(CertificateStatus.Active, 1, 300, "validity active", "not valid yet", "left: 0%")]
    [InlineData(CertificateStatus.Revoked, 0, 300, "validity ended", "revoked", "left: 0%")]
    public void TheBarOfACertificate_SaysHowMuchOfItsTimeIsLeft(
        CertificateStatus status, double from, double to, string css, string words, string style)
    {
        var bar = _context.Render<ValidityBar>(p => p.Add(x => x.Certificate, Certificate(status, Now.AddDays(from), Now.AddDays(to))));
        Assert.Equal(css, bar.Find(".validity").ClassName);
        Assert.Equal((words, style), (bar.Find(".now").TextContent, bar.Find(".now").GetAttribute("style")));
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z", "2025-01-01T00:00:00Z")]
    [InlineData("9000-01-01T00:00:00Z", "2025-01-01T00:00:00Z")]
    [InlineData("2049-12-31T23:59:59Z", "2025-01-01T00:00:00Z")]
    [InlineData("2040-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    public void TheTimeline_DrawsFewElements_HoweverFarAwayAnEndIs(string notAfter, string notBefore)
    {
        var (far, near) = (Certificate(CertificateStatus.Active, Parse(notBefore), Parse(notAfter)),
            Certificate(CertificateStatus.Active, Now, Now.AddYears(1)));
        var timeline = _context.Render<CredentialTimeline>(p => p.Add(x => x.Certificates, [near, far]));
        Assert.InRange(timeline.FindAll("svg *").Count, 5, 60);
        Assert.InRange(timeline.FindAll("line.gridline").Count, 2, 20);
        var widths = timeline.FindAll("rect.span")
            .Select(span => double.Parse(span.GetAttribute("width")!, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.All(widths, width => Assert.InRange(width, 3, 760));

        // The certificate of a year is still seen beside one without an end.
        Assert.True(widths[1] > 20, $"{widths[1]}");
        Assert.Equal(notAfter.StartsWith("9999", StringComparison.Ordinal), timeline.Markup.Contains("no end", StringComparison.Ordinal));

        static DateTimeOffset Parse(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void ACertificateWithoutAnEnd_IsSaidToHaveNone() =>
        Assert.Equal("no end", _context.Render<ValidityBar>(p => p.Add(x => x.Certificate, Certificate(CertificateStatus.Active,
            Now.AddDays(-1), new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero)))).Find(".now").TextContent);

    [Fact]
    public void AChain_ShowsTheStateOfEachAuthority_AndWhetherThePathHolds()
    {
        ChainLink[] chain =
        [
            new("root-1", "Root", AuthorityStatus.Active, Now.AddYears(10)),
            new("issuing-1", "Old", AuthorityStatus.Active, Now.AddDays(20)),
            new("issuing-2", "Held", AuthorityStatus.Disabled, Now.AddYears(1)),
            new("issuing-3", "Gone", AuthorityStatus.Retired, Now.AddYears(1)),
        ];
        var drawing = Draw(chain, new ChainVerdict(Trusted: false, "", Now.AddYears(-1), Now.AddYears(1)));
        Assert.Equal(["active", "expiring", "hold", "ended", "active"], drawing.FindAll("li").Select(link => link.ClassName));
        Assert.Equal(["until 23 Nov 2036", "expires 13 Dec 2026", "disabled", "retired", "until 23 Nov 2027"],
            drawing.FindAll(".end").Select(end => end.TextContent));
        Assert.Equal("authorities?id=issuing-2", drawing.FindAll("a")[2].GetAttribute("href"));
        Assert.Contains("checked now, not trusted", drawing.Markup, StringComparison.Ordinal);
        Assert.Contains("checked now, trusted",
            Draw(chain, new ChainVerdict(Trusted: true, "", Now.AddYears(-1), Now.AddYears(1))).Markup, StringComparison.Ordinal);
        Assert.Contains("an authority has expired",
            Draw(chain, new ChainVerdict(Trusted: true, "", Now.AddYears(-1), Now.AddDays(-1))).Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CertificateStatus.Active, 300, "active", "until 19 Sep 2027")]
    [InlineData(CertificateStatus.Active, -1, "ended", "expired 22 Nov 2026")]
    [InlineData(CertificateStatus.Inactive, 300, "hold", "on hold")]
    [InlineData(CertificateStatus.Revoked, 300, "ended", "revoked")]
    [InlineData(CertificateStatus.PendingActivation, 300, "expiring", "pending activation")]
    public void TheEndOfAChain_SaysWhatTheCertificateIs(CertificateStatus status, int days, string css, string words)
    {
        var certificate = Certificate(status, Now.AddDays(-30), Now.AddDays(days));
        var leaf = Draw([], new ChainVerdict(Trusted: true, "", Now, Now), certificate).Find("li");
        Assert.Equal((css, words), (leaf.ClassName, leaf.QuerySelector(".end")!.TextContent));
    }

    [Fact]
    public void TheSwitchesOfAWave_AreBars_AndWords()
    {
        WaveSwitchBar[] bars = [.. new[] { 0.5, 1, 2, 4,
            8, 15, 30, 60, 120, 300, 600 }.Select(end => new WaveSwitchBar(TimeSpan.FromSeconds(end), end == 2 ? 90 : 0)), new(null, 10)];
        var chart = _context.Render<SwitchChart>(p =>
            p.Add(x => x.Switches, new WaveSwitches(100, TimeSpan.FromSeconds(1.25), TimeSpan.FromMinutes(12), bars)));
        Assert.Equal(["90 within 2 s", "10 later than 10 min"], chart.FindAll("rect title").Select(title => title.TextContent));
        Assert.Equal(["0.5 s", "4 s", "30 s", "5 min"], chart.FindAll("text").Select(text => text.TextContent));
        Assert.Equal("100 switched, half within 1.3 s, 95 of 100 within 12 min", chart.Find("svg").GetAttribute("aria-label"));
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private IRenderedComponent<ChainDrawing> Draw(IReadOnlyList<ChainLink> chain, ChainVerdict path, CertificateView? certificate = null) =>
        _context.Render<ChainDrawing>(p => p.Add(x => x.Detail, new CertificateDetail(certificate
            ?? Certificate(CertificateStatus.Active, Now, Now.AddYears(1)), 1, null, null, chain, path, [], [], null)));

    private static CertificateView Certificate(CertificateStatus status, DateTimeOffset from, DateTimeOffset to) => new()
    {
        Key = 1,
        Id = CertificateId.Of([1]),
        SerialNumber = "01",
        ThingName = "pump-1",
        AuthorityName = "Issuing",
        AuthorityId = "issuing-1",
        AuthorityStatus = AuthorityStatus.Active,
        AuthorityNotAfter = to.Year == 9999 ? to : to.AddYears(1),
        Shard = 0,
        Status = status,
        StatusChangedAt = from,
        NotBefore = from,
        NotAfter = to,
        KeyAlgorithm = "EC P-256",
        KeyMadeByPortal = false,
        Profile = "thing",
        Der = [1],
    };
}
