using Bunit;
using FleetPortal.Components.Controls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Components.Tests;

public sealed class TextPartsTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 2, 0, 0, TimeSpan.Zero);

    private readonly BunitContext _context = new();

    public TextPartsTests()
    {
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        _context.Services.AddScoped<Viewer>();
    }

    [Theory]
    [InlineData("pump-1", "pump-1")]
    [InlineData("Zähler 7 – 漢字", "Zähler 7 – 漢字")]
    [InlineData("\u202Egnp.exe", "[U+202E]gnp.exe")]
    [InlineData("a\u0000b\u001B[31m", "a[U+0000]b[U+001B][31m")]
    [InlineData("pump\u200B-1", "pump[U+200B]-1")]
    [InlineData("pump\u00A01", "pump[U+00A0]1")]
    [InlineData("\U000E0041", "[U+E0041]")]
    public void ACharacterThatCannotBeSeen_IsNamed(string text, string plain)
    {
        Assert.Equal(plain, TextParts.Plain(text));
        var shown = _context.Render<ForeignText>(p => p.Add(x => x.Value, text));
        Assert.Equal(plain.Replace("[U", "U", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)
            .Replace("[31m", "[31m", StringComparison.Ordinal), shown.Find("bdi").TextContent.Replace("\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public void AMomentInASentence_IsShownInTheZoneOfTheViewer_WithItsDayWhereThatIsNotToday()
    {
        var viewer = _context.Services.GetRequiredService<Viewer>();
        Assert.True(viewer.Adopt("America/New_York|EST (New York)"));
        var shown = _context.Render<ForeignText>(p =>
            p.Add(x => x.Value, "On hold since 2026-11-26T01:37:08Z, until 2026-12-01T12:00:00.5+01:00").Add(x => x.Timestamps, true));
        Assert.Equal(["20:37:08", "1 Dec 2026 06:00:00"], shown.FindAll("time").Select(time => time.TextContent));
        Assert.StartsWith("On hold since ", shown.Find("bdi").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void ATextOfADevice_KeepsItsTimes()
    {
        var shown = _context.Render<ForeignText>(p => p.Add(x => x.Value, "2026-11-26T01:37:08Z"));
        Assert.Empty(shown.FindAll("time"));
    }

    [Theory]
    [InlineData("Europe/Berlin|CET (Berlin)", "Europe/Berlin", "CET (Berlin)")]
    [InlineData("America/Argentina/Buenos_Aires|UTC-3 (Buenos Aires)", "America/Argentina/Buenos_Aires", "UTC-3 (Buenos Aires)")]
    [InlineData("Asia/Kathmandu|UTC+5:45 (Kathmandu)", "Asia/Kathmandu", "UTC+5:45 (Kathmandu)")]
    public void TheBrowsersZone_IsTaken(string cookie, string id, string name)
    {
        var viewer = _context.Services.GetRequiredService<Viewer>();
        Assert.True(viewer.Adopt(cookie));
        Assert.Equal((id, name, true), (viewer.Zone.Id, viewer.ZoneName, viewer.IsKnown));
        Assert.False(viewer.Adopt(cookie));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Europe/Berlin")]
    [InlineData("Europe/Berlin|<b>CET</b>")]
    [InlineData("../../../etc/passwd|x")]
    [InlineData("Mars/Olympus|MTC (Olympus)")]
    public void AZoneThatIsNone_IsNotTaken(string? cookie)
    {
        var viewer = _context.Services.GetRequiredService<Viewer>();
        Assert.False(viewer.Adopt(cookie));
        Assert.Equal((TimeZoneInfo.Utc.Id, false), (viewer.Zone.Id, viewer.IsKnown));
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
