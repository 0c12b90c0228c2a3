using Bunit;
using FleetPortal.Components.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FleetPortal.Components.Tests;

/// <summary>What a list shows is in the address.</summary>
public sealed class ListStateTests : IAsyncDisposable
{
    private readonly BunitContext _context = new();

    private NavigationManager Navigation => _context.Services.GetRequiredService<NavigationManager>();

    [Theory]
    [InlineData("actor", "Jonas Ä&b", "audit?actor=Jonas%20%C3%84%26b&since=7d")]
    [InlineData("since", null, "audit?actor=system")]
    [InlineData("since", " ", "audit?actor=system")]
    [InlineData("before", "40", "audit?actor=system&since=7d&before=40")]
    [InlineData("id", "51", "audit?actor=system&since=7d&before=60&id=51")]
    [InlineData("id", null, "audit?actor=system&since=7d&before=60")]
    public void AChange_KeepsTheRest_AndDropsThePlacesInsideIt(string name, string? value, string address)
    {
        Navigation.NavigateTo("audit?actor=system&since=7d&before=60&id=55");
        Assert.Equal(address, new ListState(Navigation, "before", "id").Link(name, value));
    }

    [Fact]
    public void ShowAndClear_ReplaceTheAddress()
    {
        Navigation.NavigateTo("things?q=pump&sort=-name");
        var list = new ListState(Navigation);
        list.Show(("q", "meter"), ("sort", null));
        Assert.Equal("things?q=meter", Navigation.ToBaseRelativePath(Navigation.Uri));
        list.Clear();
        Assert.Equal("things", Navigation.ToBaseRelativePath(Navigation.Uri));
    }

    [Fact]
    public void Numbers_HaveSeparators_AndNounsTheirPlural()
    {
        Assert.Equal(("1,234", "0.5", "12.0"), (Quantity.Number(1234), Quantity.Tenths(0.46), Quantity.Tenths(12)));
        Assert.Equal(
            ["0 Things", "1 Thing", "1,234 Things", "1 Thing is", "2 Things are", "2 entries"],
            [Quantity.Count(0, "Thing"), Quantity.Count(1, "Thing"), Quantity.Count(1234, "Thing"), Quantity.Count(1,
                "Thing is", "Things are"), Quantity.Count(2, "Thing is", "Things are"), Quantity.Count(2, "entry", "entries")]);
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
