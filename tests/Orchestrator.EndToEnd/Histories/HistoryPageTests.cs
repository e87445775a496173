using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Orchestrator.EndToEnd.Designer;
using Orchestrator.EndToEnd.Harness;

namespace Orchestrator.EndToEnd.Histories;

/// <summary>An auditor follows a finished birth through its history in a real browser.</summary>
public sealed class HistoryPageTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task An_auditor_sees_who_held_a_case_goes_back_in_time_by_keyboard_and_looks_at_a_step()
    {
        await using var deployment = await Deployment.StartAsync();
        using var agency = deployment.ClientOf("agency");
        var application = (await deployment.ApplicationsAsync("birth", 21, 1))[0];
        var number = await agency.SubmitUntilAnsweredAsync(CaseApi.Birth, application, "history", Bound);
        await agency.CaseWhenFinishedAsync(number, Bound);
        await using var browser = await DesignerBrowser.SignInAsync(deployment, "auditor");
        var page = browser.Page;

        await page.GotoAsync(browser.Url("/console/cases"));
        await page.Locator($"a[href$='/history']").First.ClickAsync();
        await Assertions.Expect(page.Locator(".lane[data-lane=justice] .lane-wait").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#moment-status")).ToContainTextAsync("đã kết thúc");
        await browser.ShotAsync("history-end");
        Assert.DoesNotMatch(@"\b0\d{11}\b", await page.ContentAsync());

        // Home is the first decision: nothing of the agencies is reached yet. The page answers once it is connected.
        await OnceConnectedAsync(page);
        await page.Locator("#moment").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.Locator("#moment-status")).ToHaveAttributeAsync("data-sequence", new Regex("^[1-9]$"));
        await Assertions.Expect(page.Locator(".moment .diagram-node.is-done")).ToHaveCountAsync(0);
        for (var steps = 0; steps < 60 && await page.Locator(".moment .diagram-node.is-waiting").CountAsync() == 0; steps++)
        {
            var before = await page.Locator("#moment-status").GetAttributeAsync("data-sequence");
            await page.Keyboard.PressAsync("ArrowRight");
            await Assertions.Expect(page.Locator("#moment-status")).Not.ToHaveAttributeAsync("data-sequence", before!);
        }

        await Assertions.Expect(page.Locator(".moment .diagram-node.is-waiting").First).ToBeVisibleAsync();
        Assert.NotEqual(0, await page.Locator("#changes li").CountAsync());
        await browser.ShotAsync("history-waiting");

        await page.Locator(".lane[data-lane=justice] .lane-wait").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#step table .hash").First).ToHaveAttributeAsync("title", new Regex("^[0-9a-f]{64}$"));

        await page.Locator("#topic").SelectOptionAsync("Agency");
        await Assertions.Expect(page.Locator(".entries li[data-kind=CaseStarted]")).ToHaveCountAsync(0);
        await page.Locator(".entries li[data-kind=EffectAttempted] .entry-more").First.ClickAsync();
        await Assertions.Expect(page.Locator(".entries pre")).ToContainTextAsync("requestHash");
        await browser.ShotAsync("history-step");

        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await Assertions.Expect(page.Locator("header.frame")).ToBeHiddenAsync();
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Screen });
        await page.GotoAsync(browser.Url($"/console/cases/{number}/history?lang=en"));
        await Assertions.Expect(page.Locator("#moment-status")).ToContainTextAsync("finished");
        await Assertions.Expect(page.Locator("#readers")).ToContainTextAsync("The history page");
        await browser.ShotAsync("history-english");
        Assert.Empty(browser.Problems);
    }

    /// <summary>Pins a moment until the page has noticed: before it is connected, a click does nothing.</summary>
    private static Task OnceConnectedAsync(IPage page) => Eventually.TrueAsync(
        async () =>
        {
            await page.Locator(".entries .entry-more").First.ClickAsync();
            return await page.Locator(".entries .entry-more[aria-expanded=true]").CountAsync() > 0;
        },
        Bound, () => "the page to be connected");
}
