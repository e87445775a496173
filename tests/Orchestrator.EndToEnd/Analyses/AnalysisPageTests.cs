using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Orchestrator.EndToEnd.Designer;
using Orchestrator.EndToEnd.Harness;

namespace Orchestrator.EndToEnd.Analyses;

/// <summary>An auditor looks at how births really go, in a real browser: with no case, with one that has not ended, and with ended ones.</summary>
public sealed class AnalysisPageTests
{
    private const string Path = "/console/analysis?procedure=" + CaseApi.Birth;
    private const string Green = "rgb(11, 90, 42)";
    private const int Ended = 6;

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task What_is_not_known_is_never_green_and_what_happened_is_drawn_counted_and_compared()
    {
        await using var deployment = await Deployment.StartAsync();
        using var agency = deployment.ClientOf("agency");
        await using var browser = await DesignerBrowser.SignInAsync(deployment, "auditor");
        var page = browser.Page;

        await page.GotoAsync(browser.Url(Path));
        await Assertions.Expect(page.Locator("#nothing")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#figures, #map, [data-state=whole]")).ToHaveCountAsync(0);
        await browser.ShotAsync("analysis-nothing");

        // One that waits for its citizen: nothing has ended, so nobody knows the share within the limit.
        var applications = await deployment.ApplicationsAsync("birth", 31, Ended);
        applications[0]["child"]!["fullName"] = "Nguyễn Thiếu Hộ Tịch";
        var waiting = await agency.SubmitUntilAnsweredAsync(CaseApi.Birth, applications[0], "waiting", Bound);
        await Eventually.TrueAsync(async () => (await agency.CaseAsync(waiting))["status"]!["key"]!.GetValue<string>() == "supplement", Bound, () => "a request for a supplement");
        await page.GotoAsync(browser.Url(Path));
        await Assertions.Expect(page.Locator("#figures [data-state=unknown]")).ToHaveTextAsync("chưa biết");
        await Assertions.Expect(page.Locator("[data-state=whole]")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#figures [data-state=unknown]")).Not.ToHaveCSSAsync("color", Green);
        await browser.ShotAsync("analysis-unknown");

        using (var handedIn = await agency.PostAsJsonAsync($"/api/v1/cases/{waiting}/supplements", new { documents = new[] { "GCS-2" } }, TestContext.Current.CancellationToken))
            Assert.True(handedIn.IsSuccessStatusCode);
        string[] numbers = [waiting, .. await Task.WhenAll(applications.Skip(1).Select((one, index) => agency.SubmitUntilAnsweredAsync(CaseApi.Birth, one, $"analysis-{index}", Bound)))];
        foreach (var number in numbers) await agency.CaseWhenFinishedAsync(number, Bound);
        await page.GotoAsync(browser.Url(Path));
        await Assertions.Expect(page.Locator("#figures [data-state=whole]")).ToHaveTextAsync($"100% trên {Ended} hồ sơ đã kết thúc");
        await Assertions.Expect(page.Locator("#figures [data-state=whole]")).ToHaveCSSAsync("color", Green);
        await Assertions.Expect(page.Locator("#conforming")).ToContainTextAsync($"{Ended} trên {Ended}");
        await Assertions.Expect(page.Locator("#map .diagram-node.is-waiting")).ToHaveCountAsync(1);
        Assert.InRange(await page.Locator("#map .diagram-node").CountAsync(), 6, 60);
        await Assertions.Expect(page.Locator("#map .diagram-port").Filter(new LocatorFilterOptions { HasTextRegex = new Regex($"^{Ended}× · ") }).First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#steps tr").Filter(new LocatorFilterOptions { HasText = "chậm nhất" })).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#agencies")).ToContainTextAsync("Tư pháp");
        await Assertions.Expect(page.Locator("#slowest li")).ToHaveCountAsync(Ended);
        await Assertions.Expect(page.Locator("#slowest li").First).ToContainTextAsync(waiting);
        await browser.ShotAsync("analysis");

        await page.GotoAsync(browser.Url(Path + "&lang=en"));
        await Assertions.Expect(page.Locator("#figures [data-state=whole]")).ToContainTextAsync("100%");
        await browser.ShotAsync("analysis-english");
        Assert.Empty(browser.Problems);
    }
}
