using Microsoft.Playwright;
using Orchestrator.EndToEnd.Designer;
using Orchestrator.EndToEnd.Harness;

namespace Orchestrator.EndToEnd.Agencies;

/// <summary>An officer compares with Justice, which has lost a birth, and has it sent again, with a browser.</summary>
public sealed class ReconciliationPageTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task What_the_agency_lost_is_found_at_the_press_of_a_button_and_sent_again_with_a_reason()
    {
        await using var deployment = await Deployment.StartAsync(null, KeyValuePair.Create("Agencies__Reconciliation__Settling", "00:00:00"));
        await deployment.BreakAsync("justice", "RegisterBirth", "forget", 1);
        using var agency = deployment.ClientOf("agency");
        var number = await agency.SubmitUntilAnsweredAsync(CaseApi.Birth, (await deployment.ApplicationsAsync("birth", 33, 1))[0], "reconciliation", Bound);
        await agency.CaseWhenFinishedAsync(number, Bound);
        var asked = (await deployment.ReportAsync()).Requests["justice/RegisterBirth"];
        await using var browser = await DesignerBrowser.SignInAsync(deployment, "officer");
        var page = browser.Page;

        await page.GotoAsync(browser.Url("/console/agencies/justice"));
        await page.Locator("#compare-now:enabled").ClickAsync();
        await Assertions.Expect(page.Locator("#run-list tr[data-state=done]")).ToHaveCountAsync(1);
        var difference = page.Locator("#difference-list tr[data-kind=UnknownThere]");
        await Assertions.Expect(difference).ToContainTextAsync(number);
        await Assertions.Expect(difference).ToContainTextAsync("Gửi lại với cùng khóa");
        await browser.ShotAsync("reconciliation-vi");

        // Without a reason nothing is done.
        await difference.Locator("button").ClickAsync();
        await Assertions.Expect(page.Locator("#reconciliation-told")).ToContainTextAsync("Cần ghi lý do.");
        Assert.Equal(asked, (await deployment.ReportAsync()).Requests["justice/RegisterBirth"]);
        await difference.Locator("input").FillAsync("Sở Tư pháp làm mất");
        await difference.Locator("button").ClickAsync();
        await Assertions.Expect(difference).ToContainTextAsync("đã yêu cầu lúc");
        await Assertions.Expect(difference.Locator(".incident-link")).ToContainTextAsync("đã đóng");
        await Eventually.TrueAsync(
            async () => (await deployment.ReportAsync()).Requests["justice/RegisterBirth"] > asked, Bound, () => "the birth to be sent again");
        Assert.Empty((await deployment.ReportAsync()).Doubles);

        await difference.Locator(".incident-link").ClickAsync();
        await Assertions.Expect(page.Locator("#topic")).ToHaveValueAsync("Incident");
        await Assertions.Expect(page.Locator(".entries li[data-kind=IncidentOpened]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".entries li[data-kind=IncidentResolved]")).ToHaveCountAsync(1);

        await page.GotoAsync(browser.Url("/console/agencies/justice?lang=en"));
        await Assertions.Expect(page.Locator("#difference-list")).ToContainTextAsync("Send again under the same key");
        await browser.ShotAsync("reconciliation-en");

        // An auditor reads what differs, and changes nothing.
        var auditor = await browser.SomebodyElseAsync("auditor");
        await auditor.GotoAsync(browser.Url("/console/agencies/justice"));
        await Assertions.Expect(auditor.Locator("#difference-list")).ToContainTextAsync(number);
        await Assertions.Expect(auditor.Locator("#compare-now, #difference-list button")).ToHaveCountAsync(0);
        Assert.Empty(browser.Problems);
    }
}
