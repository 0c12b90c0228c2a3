using Bunit;
using FleetPortal.Components.Controls;
using Xunit;

namespace FleetPortal.Components.Tests;

/// <summary>A box whose text goes to the address and comes back from there.</summary>
public sealed class SearchBoxTests : IAsyncDisposable
{
    private readonly BunitContext _context = new();
    private readonly List<string> _told = [];

    [Fact]
    public void WhatComesBackWhileSomebodyTypesOn_IsNotWrittenOverIt()
    {
        var box = Render(null);
        Type(box, "v");
        Type(box, "va");
        Type(box, "val");
        Return(box, "v");
        Assert.Equal("val", Text(box));
        Return(box, "val");
        Assert.Equal("val", Text(box));
        Assert.Equal(["v", "va", "val"], _told);
    }

    [Fact]
    public void APrivateKey_DoesNotGoIntoTheAddress()
    {
        var box = Render(null);
        Type(box, "-----BEGIN PRIVATE KEY-----MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQ==-----END PRIVATE KEY-----");
        Assert.Equal("", Text(box));
        Assert.Contains("contained a private key", box.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(_told);
        Type(box, "pump");
        Assert.Empty(box.FindAll("[role=alert]"));
    }

    [Fact]
    public void WhatComesFromElsewhere_IsShown()
    {
        var box = Render("status:active");
        Assert.Equal("status:active", Text(box));
        Type(box, "status:active x");
        Return(box, "status:active x");
        Return(box, "status:expiring");
        Assert.Equal("status:expiring", Text(box));
        Return(box, null);
        Assert.Equal("", Text(box));

        // Its own text of before is somebody else's now.
        Return(box, "status:active x");
        Assert.Equal("status:active x", Text(box));
    }

    [Fact]
    public void BlanksAlone_AreNoTextInTheAddress_AndStayWhereTheyAreTyped()
    {
        var box = Render("a");
        Type(box, " ");
        Return(box, null);
        Assert.Equal(" ", Text(box));
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private static void Type(IRenderedComponent<SearchBox> box, string text) => box.Find("input").Input(text);

    private static void Return(IRenderedComponent<SearchBox> box, string? text) => box.Render(p => p.Add(x => x.Value, text));

    private static string Text(IRenderedComponent<SearchBox> box) => box.Find("input").GetAttribute("value") ?? "";

    private IRenderedComponent<SearchBox> Render(string? value) =>
        _context.Render<SearchBox>(p => p.Add(x => x.Value, value).Add(x => x.Label, "Find").Add(x => x.OnType, text => _told.Add(text)));
}
