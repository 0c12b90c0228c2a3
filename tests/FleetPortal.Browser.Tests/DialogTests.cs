using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace FleetPortal.Browser.Tests;

/// <summary>What is true of every dialog.</summary>
public sealed class DialogTests(BrowserFixture fixture)
{
    // Somebody quick: in the very turn in which the dialog appears they are in its second field. The library's own move comes after.
    private const string Quick = """
        () => {
          const { focusFirst } = window.mudElementRef;
          window.moves = 0;
          window.mudElementRef.focusFirst = (...all) => { focusFirst(...all); window.moves++; };
          new MutationObserver((_, observer) => {
            const field = document.querySelector("#thing-type");
            if (field) { observer.disconnect(); field.focus(); }
          }).observe(document.body, { childList: true, subtree: true });
        }
        """;

    [Fact]
    public async Task AField_ThatSomebodyFillsIn_KeepsTheFocus_WhenTheDialogWouldTakeIt()
    {
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await portal.GoAsync("/things");
        var register = page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Register Thing" });
        await page.EvaluateAsync(Quick);
        await register.ClickAsync();
        await page.WaitForFunctionAsync("() => window.moves > 0");
        await Expect(page.Locator("#thing-type")).ToBeFocusedAsync();

        // Where nobody was quicker, the first field has it.
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await register.ClickAsync();
        await Expect(page.Locator("#thing-name")).ToBeFocusedAsync();
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task WhoTypesFast_LosesNoLetter_AndEnterOpensWhatIsTyped()
    {
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Mara");
        await portal.GoAsync("/things");
        var box = page.Locator("[data-query]");
        await box.PressSequentiallyAsync("valve-0019", new() { Delay = 5 });
        await Expect(page.Locator("tbody tr.row")).ToHaveCountAsync(1);
        await Expect(box).ToHaveValueAsync("valve-0019");

        foreach (var name in new[] { "valve-0009", "pump-0016", "meter-0012" })
        {
            await page.Keyboard.PressAsync("Control+k");
            await page.Locator("#palette-input").PressSequentiallyAsync(name, new() { Delay = 5 });
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(name);
        }

        portal.AssertNoFaults();
    }
}
