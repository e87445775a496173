using System.Diagnostics;
using Microsoft.Playwright;
using Orchestrator.EndToEnd.Harness;
using Orchestrator.TestKit;

namespace Orchestrator.EndToEnd.Designer;

/// <summary>Elsa Studio in a real browser against the real server on PostgreSQL.</summary>
public sealed class StudioTests
{
    private const int MostBytesCold = 10 * 1024 * 1024;

    [Fact]
    public async Task Definitions_open_in_the_editor_and_a_case_is_watched_live()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var deployment = await Deployment.StartAsync(await cluster.CreateDatabaseAsync());
        await using var browser = await DesignerBrowser.SignInAsync(deployment, "administrator");
        var page = browser.Page;
        var patient = new PageWaitForSelectorOptions { Timeout = 60_000 };

        // Cold: nothing is in the browser's cache.
        var bytes = await browser.CountBytesAsync();
        var watch = Stopwatch.StartNew();
        await page.GotoAsync(browser.Url("/designer/workflows/definitions/birth/edit"));
        await page.WaitForSelectorAsync(".x6-node", patient);
        var cold = watch.Elapsed;
        await browser.ShotAsync("studio-editor");
        watch.Restart();
        await page.ReloadAsync();
        await page.WaitForSelectorAsync(".x6-node", patient);
        TestContext.Current.SendDiagnosticMessage("editor usable after {0:0.0} s cold, {1:0.0} s warm, {2:0.0} MB cold", cold.TotalSeconds, watch.Elapsed.TotalSeconds, bytes() / 1048576.0);
        Assert.True(bytes() <= MostBytesCold, $"Expected at most {MostBytesCold} bytes, but {bytes()} came.");

        await page.GotoAsync(browser.Url("/designer/workflows/definitions"));
        await page.WaitForSelectorAsync("text=Liên thông khai sinh", patient);
        await browser.ShotAsync("studio-definitions");

        using var portal = deployment.ClientOf("agency");
        var number = await portal.SubmitUntilAnsweredAsync(CaseApi.Birth, (await deployment.ApplicationsAsync("birth", 41, 1))[0], "studio-1", TimeSpan.FromSeconds(30));
        await page.GotoAsync(browser.Url("/designer/workflows/instances"));
        await page.WaitForSelectorAsync($"text={number}", patient);
        await browser.ShotAsync("studio-instances");
        await page.Locator($"text={number}").First.ClickAsync();
        await page.WaitForURLAsync("**/workflows/instances/*/view", new PageWaitForURLOptions { Timeout = 60_000 });
        await page.WaitForSelectorAsync(".x6-node", patient);
        await page.WaitForSelectorAsync("text=Started", patient);
        await portal.CaseWhenFinishedAsync(number, TimeSpan.FromSeconds(60));
        await browser.ShotAsync("studio-instance");

        Assert.Empty(browser.Problems);
    }
}
