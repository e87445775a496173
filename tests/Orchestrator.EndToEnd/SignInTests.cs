using Microsoft.Playwright;
using Orchestrator.EndToEnd.Harness;

namespace Orchestrator.EndToEnd;

/// <summary>A person signs in with a key in a real browser.</summary>
public sealed class SignInTests
{
    [Fact]
    public async Task A_person_signs_in_with_a_development_key_and_nothing_outside_the_machine_is_asked()
    {
        await using var deployment = await Deployment.StartAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var page = await browser.NewPageAsync();
        var problems = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error") problems.Add(message.Text);
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(deployment.Server.Address.ToString(), StringComparison.Ordinal)) problems.Add(request.Url);
        };

        await page.GotoAsync(new Uri(deployment.Server.Address, "/sign-in").ToString());
        var key = (await File.ReadAllTextAsync(Path.Combine(deployment.Settings["Data__Path"], "development-keys", "auditor"), TestContext.Current.CancellationToken)).Trim();
        await page.Locator("input[name=key]").FillAsync(key);
        await page.Locator("button[type=submit]").First.ClickAsync();
        await Assertions.Expect(page.GetByText("auditor")).ToBeVisibleAsync();

        var cookie = Assert.Single(await page.Context.CookiesAsync(), one => one.Name == "orchestrator-page");
        Assert.True(cookie is { HttpOnly: true, SameSite: SameSiteAttribute.Strict });
        await page.GotoAsync(new Uri(deployment.Server.Address, "/reference").ToString());
        // Its script draws the whole contract, on a machine that other tests keep busy.
        await Assertions.Expect(page.GetByText("/api/v1/procedures").First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        Assert.Empty(problems);
    }
}
