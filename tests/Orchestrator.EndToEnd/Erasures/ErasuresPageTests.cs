using Microsoft.Playwright;
using Orchestrator.EndToEnd.Designer;
using Orchestrator.EndToEnd.Harness;

namespace Orchestrator.EndToEnd.Erasures;

/// <summary>Two persons at two machines erase a finished birth.</summary>
public sealed class ErasuresPageTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task An_officer_proposes_by_keyboard_an_administrator_approves_and_the_history_says_that_it_is_erased()
    {
        await using var deployment = await Deployment.StartAsync();
        using var agency = deployment.ClientOf("agency");
        var number = await agency.SubmitUntilAnsweredAsync(CaseApi.Birth, (await deployment.ApplicationsAsync("birth", 41, 1))[0], "erasure", Bound);
        await agency.CaseWhenFinishedAsync(number, Bound);
        await using var browser = await DesignerBrowser.SignInAsync(deployment, "officer");
        var page = browser.Page;

        await page.Locator("header.frame nav a[href='/console/erasures']").ClickAsync();
        await page.Locator("#propose input[name=number]").FocusAsync();
        await page.Keyboard.TypeAsync(number);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Điều 16 Luật Bảo vệ dữ liệu cá nhân");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#told")).ToHaveAttributeAsync("data-told", "proposed");
        var row = page.Locator($"#erasures tr[data-number='{number}']");
        await Assertions.Expect(row).ToHaveAttributeAsync("data-state", "proposed");
        await Assertions.Expect(row.Locator("form[action$='/approval']")).ToHaveCountAsync(0);
        await browser.ShotAsync("erasures-proposed");

        var other = await browser.SomebodyElseAsync("administrator");
        await other.GotoAsync(browser.Url("/console/erasures?lang=en"));
        var approval = other.Locator($"#erasures tr[data-number='{number}'] form[action$='/approval']");
        await approval.Locator("button").ClickAsync(); // Without the box that says "I have checked" nothing is sent.
        await Assertions.Expect(other.Locator("#told")).ToHaveCountAsync(0);
        await approval.Locator("input[type=checkbox]").FocusAsync();
        await other.Keyboard.PressAsync("Space");
        await other.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(DesignerBrowser.Screenshots, "erasures-second.png"), FullPage = true });
        await other.Keyboard.PressAsync("Tab");
        await other.Keyboard.PressAsync("Enter");
        await Assertions.Expect(other.Locator("#told")).ToHaveAttributeAsync("data-told", "done");

        await page.GotoAsync(browser.Url("/console/erasures?all=true"));
        await Assertions.Expect(row).ToHaveAttributeAsync("data-state", "done");
        await browser.ShotAsync("erasures-done");
        await row.Locator("th a").ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("đã bị xóa");
        Assert.Empty(browser.Problems);
    }
}
