using Bunit;
using FleetPortal.Components.Controls;
using Xunit;

namespace FleetPortal.Components.Tests;

public sealed class SelectionTests : IAsyncDisposable
{
    private readonly BunitContext _context = new();
    private readonly ListSelection<string> _selection = new();

    [Fact]
    public void Rows_AreTickedOneByOne_OrAllThatTheListShows()
    {
        _selection.Toggle("a");
        _selection.Toggle("b");
        _selection.Toggle("a");
        Assert.Equal(["b"], _selection.Keys);
        Assert.Equal(("mixed", true), (_selection.HeadState, _selection.Holds("b")));
        _selection.ToggleAll();
        Assert.Equal((true, "true", 0), (_selection.Holds("never seen"), _selection.HeadState, _selection.Keys.Count));

        // While all are chosen no single one is given up by a slip.
        _selection.Toggle("b");
        Assert.True(_selection.Holds("b"));
        _selection.ToggleAll();
        Assert.False(_selection.Any);
    }

    [Fact]
    public void WhatIsNotInSightAnyMore_IsNotSelected()
    {
        _selection.Follow("q=pump");
        _selection.Toggle("a");
        _selection.Follow("q=pump");
        Assert.True(_selection.Any);
        _selection.Follow("q=meter");
        Assert.False(_selection.Any);
    }

    [Fact]
    public void MoreThanAUseCaseTakes_CannotBeTicked()
    {
        for (var i = 0; i <= ListSelection<string>.Max; i++)
        {
            _selection.Toggle($"{i}");
        }

        Assert.Equal((ListSelection<string>.Max, true), (_selection.Keys.Count, _selection.Full));
    }

    [Fact]
    public void TheBar_CountsWhatIsChosen_OffersTheRest_AndClears()
    {
        _selection.Toggle("a");
        var bar = _context.Render<BulkBar<string>>(p => p.Add(x => x.Selection, _selection)
            .Add(x => x.Total, 1234).Add(x => x.IsFiltered, true));
        Assert.StartsWith("1 selected", bar.Find(".chosen").TextContent, StringComparison.Ordinal);
        bar.Find("button.link").Click();
        Assert.Equal(("1,234 selected", 0), (bar.Find(".chosen").TextContent, bar.FindAll("button.link").Count));
        bar.Find("button[aria-label='Clear the selection']").Click();
        Assert.False(_selection.Any);
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
