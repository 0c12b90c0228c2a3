using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using FleetPortal.Testing;
using Microsoft.Playwright;
using Xunit;

namespace FleetPortal.Browser.Tests;

/// <summary>A browser page that remembers everything that went wrong on it.</summary>
public sealed class PortalPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    public PortalPage(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _faults.Enqueue($"console: {message.Text}");
            }
        };
        page.PageError += (_, error) => _faults.Enqueue($"script: {error}");
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                _faults.Enqueue($"{response.Status}: {response.Url}");
            }
        };
    }

    /// <summary>The page of Playwright behind this one.</summary>
    public IPage Page { get; }

    /// <summary>Signs in as a persona of the demo.</summary>
    public async Task SignInAsync(string persona)
    {
        await Page.GotoAsync("/sign-in");
        await Page.Locator("button.persona", new PageLocatorOptions { HasText = persona }).ClickAsync();
        await ReadyAsync();
    }

    /// <summary>Goes to a page and waits until clicks are heard.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await ReadyAsync();
    }

    /// <summary>Waits until the circuit lives; clicks before that are lost.</summary>
    public Task ReadyAsync() => Page.Locator("[data-interactive=true]").WaitForAsync();

    /// <summary>Saves the file that a button of the page offers.</summary>
    public async Task SaveAsync(string name, TemporaryDirectory files)
    {
        var download = await Page.RunAndWaitForDownloadAsync(() => Page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync());
        await download.SaveAsAsync(files.File(name));
    }

    /// <summary>Asserts that the page logged no error.</summary>
    public void AssertNoFaults() => Assert.Empty(_faults);

    /// <summary>What axe finds against WCAG 2.1 AA, in words.</summary>
    public async Task<IEnumerable<string>> ViolationsAsync(string what)
    {
        // While something fades in or out, its colours are not those that people read. The portal shows no motion where somebody wants
        // none.
        await Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var result = await Page.RunAxe(
            new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] } });
        await Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.NoPreference });
        return result.Violations.Select(violation => $"{what}: {violation.Id} at " + string.Join(", ", violation.Nodes.Take(3).Select(
            node => node.Html[..Math.Min(200, node.Html.Length)] + string.Concat(node.Any.Select(check => " " + check.Message)))));
    }

    /// <summary>Asserts that axe finds no violation.</summary>
    public async Task AssertAccessibleAsync(string what)
    {
        // Joined, because xunit cuts a collection after a few characters.
        Assert.Equal("", string.Join('\n', await ViolationsAsync(what)));
    }

    public async ValueTask DisposeAsync()
    {
        await Page.CloseAsync();
        await _context.DisposeAsync();
    }
}
