using System.Net;
using System.Net.Http.Json;
using Microsoft.Playwright;
using Orchestrator.EndToEnd.Harness;

namespace Orchestrator.EndToEnd.Designer;

/// <summary>A case is watched on the diagram while it goes on.</summary>
[Collection(StudioCollection.Name)]
public sealed class LiveCaseTests(StudioFixture studio)
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task What_a_case_does_appears_on_the_diagram_and_in_the_journal_without_asking()
    {
        var (browser, page) = (studio.Browser, studio.Browser.Page);
        browser.Problems.Clear();
        using var agency = studio.Deployment.ClientOf("agency");
        var application = (await studio.Deployment.ApplicationsAsync("birth", 23, 1))[0];
        application["child"]!["fullName"] = "Nguyễn Thiếu Hộ Tịch";
        var number = await agency.SubmitUntilAnsweredAsync(CaseApi.Birth, application, "watched", Bound);
        await Eventually.TrueAsync(
            async () => (await agency.CaseAsync(number))["status"]!["key"]!.GetValue<string>() == "supplement", Bound, () => "the case to wait for a supplement");
        var polls = 0;
        var sockets = 0;
        page.Request += (_, request) => polls += request.Url.Contains("/execution-state", StringComparison.Ordinal) ? 1 : 0;
        page.WebSocket += (_, _) => sockets++;

        // From the list, as somebody who looks for the case does.
        var row = page.Locator("table tbody tr").Filter(new() { HasText = number }).First;
        await Eventually.TrueAsync(
            async () =>
            {
                await page.GotoAsync(browser.Url("/designer/workflows/instances"));
                await Assertions.Expect(page.Locator("table tbody tr").Filter(new() { HasText = "G22" }).First).ToBeVisibleAsync();
                return await row.IsVisibleAsync();
            },
            Bound, () => $"the list to show case {number}");
        await row.ClickAsync();
        var part = page.Locator(".x6-node[data-cell-id='RegisterTheBirth']");
        await Assertions.Expect(part.Locator(".mud-badge")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".x6-node[data-cell-id='IsRegistered'] .mud-badge")).ToHaveCountAsync(0);
        await browser.ShotAsync("case-waiting");

        using var handedIn = await agency.PostAsJsonAsync($"/api/v1/cases/{number}/supplements", new { documents = new[] { "GCS-2" } }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, handedIn.StatusCode);

        await Assertions.Expect(page.Locator(".x6-node[data-cell-id='IsRegistered'] .mud-badge")).ToBeVisibleAsync();
        await Eventually.TrueAsync(
            async () => await page.Locator(".mud-timeline").EvaluateAsync<bool>("""
                timeline => { timeline.parentElement.scrollTop = timeline.parentElement.scrollHeight; return /IsRegistered|Đã đăng ký khai sinh\?/.test(timeline.innerText); }
                """),
            Bound, () => "the journal beside the diagram to go on");
        await browser.ShotAsync("case-went-on");
        Assert.Equal(0, polls);
        Assert.True(sockets > 0);
        Assert.Empty(browser.Problems);
    }
}
