using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Orchestrator.EndToEnd.Harness;
using Orchestrator.TestKit;

namespace Orchestrator.EndToEnd.Designer;

/// <summary>A designer tries the birth procedure in a real browser, against the real server on PostgreSQL; nothing real is touched.</summary>
public sealed class TryItTests
{
    [Fact]
    public async Task A_procedure_is_tried_to_its_end_and_neither_agencies_nor_the_journal_notice()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var deployment = await Deployment.StartAsync(await cluster.CreateDatabaseAsync());
        await using var browser = await DesignerBrowser.SignInAsync(deployment, "designer");
        var page = browser.Page;

        await page.GotoAsync(browser.Url("/designer/try/birth"));
        await browser.ShotAsync("try-start");
        await page.Locator("button.is-main").ClickAsync();

        // The first wait is an agency; it is answered by the person who tries.
        await Assertions.Expect(page.Locator(".trial-wait").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".diagram-node.is-waiting").First).ToBeVisibleAsync();
        await browser.ShotAsync("try-waiting");
        var waiting = await page.Locator(".trial-wait").First.GetAttributeAsync("data-activity");
        await page.Locator(".trial-wait").First.Locator("button[value=answer]").ClickAsync();
        await Assertions.Expect(page.Locator($".diagram-node.is-done[data-activity='{waiting}']")).ToBeVisibleAsync();

        // Everything else answers by itself; persons are answered here, until the case has ended.
        for (var round = 0; round < 40 && await page.Locator("#status").GetAttributeAsync("data-status") is { } status && status.StartsWith("Running", StringComparison.Ordinal); round++)
        {
            await page.Locator("form[action$='/run'] button").ClickAsync();
            if (await page.Locator(".trial-wait button[value=answer]").CountAsync() is 0) continue;
            await page.Locator(".trial-wait button[value=answer]").First.ClickAsync();
        }

        Assert.Equal("Finished / Finished", await page.Locator("#status").GetAttributeAsync("data-status"));
        Assert.Equal(0, await page.Locator(".diagram-node.is-faulted").CountAsync());
        Assert.True(await page.Locator(".diagram-edge.is-taken").CountAsync() > 5);
        await page.Locator(".trial-steps summary").First.ClickAsync();
        await browser.ShotAsync("try-finished");

        using var administrator = deployment.ClientOf("administrator");
        var cases = await administrator.GetFromJsonAsync<JsonObject>(new Uri("/api/v1/cases", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Empty(cases!["items"]!.AsArray());
        Assert.Equal(0, (await deployment.ReportAsync()).AllRequests);
        Assert.Empty(browser.Problems);
    }
}
