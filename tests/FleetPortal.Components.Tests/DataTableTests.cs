using Bunit;
using FleetPortal.Components.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Components.Tests;

/// <summary>The table that the lists stand on.</summary>
public sealed class DataTableTests : IAsyncDisposable
{
    private static readonly string[] Devices = ["pump-1", "pump-2"];

    private readonly BunitContext _context = new();
    private readonly ListSelection<string> _selection = new();

    public DataTableTests()
    {
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddSingleton<TimeProvider>(new FakeTimeProvider());
        _context.Services.AddScoped<Viewer>();
    }

    [Fact]
    public void Columns_AreTheHead_AndTheCellsOfEachRow()
    {
        var table = Render();
        Assert.Equal(["", "Device", "Length"], table.FindAll("th").Select(head => head.TextContent.Trim('↑', '↓', ' ')));
        Assert.Equal(["pump-1", "6", "pump-2", "6"], table.FindAll("td:not(.select)").Select(cell => cell.TextContent));
        Assert.Equal("number wide-only", table.FindAll("td")[2].ClassName);
        Assert.Equal("number", table.FindAll("th")[2].ClassName);
        Assert.Null(table.FindAll("td")[1].GetAttribute("class"));
    }

    [Fact]
    public void AColumnThatComesLater_StandsInItsPlace()
    {
        var table = Render(selects: false);
        Assert.Equal(2, table.FindAll("th").Count);
        table.Render(p => p.Add(x => x.ChildContent, Columns(selects: true)));
        Assert.Equal(["select", "", "number"], table.FindAll("th").Select(head => head.ClassName ?? ""));
        Assert.Equal(3, table.FindAll("tr.row")[0].QuerySelectorAll("td").Length);
    }

    [Fact]
    public void AHeadSorts_ThenTurnsTheOrderRound()
    {
        var asked = new List<string>();
        var table = Render(sort: "device", onSort: asked.Add);
        Assert.Equal("ascending", table.FindAll("th")[1].GetAttribute("aria-sort"));
        table.FindAll("th button:not(.tick)")[0].Click();
        table.FindAll("th button:not(.tick)")[1].Click();
        Assert.Equal(["-device", "-length"], asked);
    }

    [Fact]
    public void ATickSelectsItsRow_AndTheHeadSelectsAll()
    {
        var table = Render();
        table.FindAll("td .tick")[1].Click();
        Refresh(table);
        Assert.Equal(["false", "true"], table.FindAll("tr.row").Select(row => row.GetAttribute("aria-selected")));
        Assert.Equal("mixed", table.Find("th .tick").GetAttribute("aria-checked"));
        Assert.Equal("Select pump-2", table.FindAll("td .tick")[1].GetAttribute("aria-label"));
        table.Find("th .tick").Click();
        Refresh(table);
        Assert.Equal(["true", "true"], table.FindAll("tr.row").Select(row => row.GetAttribute("aria-selected")));
        Assert.True(_selection.All);
    }

    [Fact]
    public void ARowThatIsOpen_IsMarked() =>
        Assert.Equal(["row opened", "row "], Render(opened: "pump-1").FindAll("tr.row").Select(row => row.ClassName));

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private RenderFragment Columns(bool selects) => builder =>
    {
        if (selects)
        {
            builder.OpenComponent<SelectColumn<string, string>>(0);
            builder.AddComponentParameter(1, "Selection", _selection);
            builder.AddComponentParameter(2, "KeyOf", (Func<string, (string, string)?>)(device => (device, $"Select {device}")));
            builder.AddComponentParameter(3, "AllLabel", "Select all");
            builder.CloseComponent();
        }

        builder.OpenComponent<DataColumn<string>>(4);
        builder.AddComponentParameter(5, "Title", "Device");
        builder.AddComponentParameter(6, "SortKey", "device");
        builder.AddComponentParameter(7, "ChildContent", (RenderFragment<string>)(device => cell => cell.AddContent(0, device)));
        builder.CloseComponent();
        builder.OpenComponent<DataColumn<string>>(8);
        builder.AddComponentParameter(9, "Title", "Length");
        builder.AddComponentParameter(10, "SortKey", "length");
        builder.AddComponentParameter(11, "StartsDescending", true);
        builder.AddComponentParameter(12, "Class", "number");
        builder.AddComponentParameter(13, "CellClass", "wide-only");
        builder.AddComponentParameter(14, "ChildContent", (RenderFragment<string>)(device => cell => cell.AddContent(0, device.Length)));
        builder.CloseComponent();
    };

    private IRenderedComponent<DataTable<string>> Render(
        bool selects = true, string sort = "", Action<string>? onSort = null, string? opened = null) =>
        _context.Render<DataTable<string>>(p => p
            .Add(x => x.Label, "Devices")
                .Add(x => x.Items, Devices).Add(x => x.IsCards, true).Add(x => x.KeyOf, device => device).Add(x => x.Sort, sort)
            .Add(x => x.OnSort, onSort ?? (_ => { }))
                .Add(x => x.IsSelected, _selection.Holds).Add(x => x.IsOpened, device => device == opened)
            .Add(x => x.ChildContent, Columns(selects)));

    private void Refresh(
        IRenderedComponent<DataTable<string>> table) => table.Render(p => p.Add(x => x.ChildContent, Columns(selects: true)));
}
