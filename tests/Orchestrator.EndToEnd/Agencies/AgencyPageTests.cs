using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Orchestrator.EndToEnd.Designer;
using Orchestrator.EndToEnd.Harness;

namespace Orchestrator.EndToEnd.Agencies;

/// <summary>A designer brings a ministry that nobody has heard of into the palette, with a browser and without a file on the server.</summary>
public sealed class AgencyPageTests
{
    [Fact]
    public async Task A_new_ministry_joins_by_its_document_and_the_page_shows_its_operations_and_what_a_change_breaks()
    {
        await using var deployment = await Deployment.StartAsync();
        await using var browser = await DesignerBrowser.SignInAsync(deployment, "designer");
        var page = browser.Page;

        await page.GotoAsync(browser.Url("/console/agencies"));
        await page.Locator("#document-code").FillAsync("harbour-office");
        await ChooseAsync(page, Document("string"));
        await page.Locator("#document-check").ClickAsync();
        await Assertions.Expect(page.Locator(".agency-activities")).ToContainTextAsync("Agency.HarbourOffice.RegisterBoat");
        Assert.Empty(await VersionsAsync(deployment));

        // Without a mouse.
        await page.Locator("#document-put").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#document-result a[href='/console/agencies/harbour-office']").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Cảng vụ");
        await Assertions.Expect(page.Locator("#operation-list")).ToContainTextAsync("Đăng ký tàu");
        await Assertions.Expect(page.Locator("#state")).ToContainTextAsync("100");
        Assert.Contains("Agency.HarbourOffice.RegisterBoat 1", await PaletteAsync(deployment));

        await ChooseAsync(page, Document("integer"));
        await page.Locator("#document-put").ClickAsync();
        await Assertions.Expect(page.Locator("#version-list tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#document-result .agency-changes .is-breaks")).ToContainTextAsync("Đầu vào Owner của RegisterBoat");
        await browser.ShotAsync("agency-vi");

        await page.GotoAsync(browser.Url("/console/agencies/harbour-office?from=1&to=2&lang=en"));
        await Assertions.Expect(page.Locator(".agency-changes")).ToContainTextAsync("Input Owner of RegisterBoat was Text and is Integer.");
        await browser.ShotAsync("agency-en");
        await page.Locator("#restore-note:enabled").FillAsync("The owner is a name again.");
        await page.Locator("#version-list button").ClickAsync();
        await Assertions.Expect(page.Locator("#version-list tbody tr")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator("#version-list tbody tr").First).ToContainTextAsync("The owner is a name again.");

        Assert.Equal(["3 1", "2 ", "1 "], await VersionsAsync(deployment));
        Assert.Contains("Agency.HarbourOffice.RegisterBoat 3", await PaletteAsync(deployment));
        Assert.Empty(browser.Problems);
    }

    private static Task ChooseAsync(IPage page, string document) => FileInput.ChooseAsync(
        page.Locator("#document-file:enabled"), new FilePayload { Name = "openapi.yaml", MimeType = "application/yaml", Buffer = System.Text.Encoding.UTF8.GetBytes(document) },
        page.Locator("#document-check"));

    private static async Task<string[]> VersionsAsync(Deployment deployment)
    {
        using var client = deployment.ClientOf("designer");
        using var answer = await client.GetAsync(new Uri("/api/v1/agencies/harbour-office/documents", UriKind.Relative), TestContext.Current.CancellationToken);
        if (!answer.IsSuccessStatusCode)
            return [];
        var history = await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);
        return [.. history!["versions"]!.AsArray().Select(version => $"{version!["version"]} {version["restores"]}")];
    }

    private static async Task<string[]> PaletteAsync(Deployment deployment)
    {
        using var client = deployment.ClientOf("designer");
        var list = await client.GetFromJsonAsync<JsonObject>(new Uri("/elsa/api/descriptors/activities", UriKind.Relative), TestContext.Current.CancellationToken);
        return [.. list!["items"]!.AsArray().Where(item => item!["isBrowsable"]!.GetValue<bool>()).Select(item => $"{item!["typeName"]} {item["version"]}")];
    }

    private static string Document(string owner) => $$"""
        openapi: 3.1.0
        info: { title: Harbour office, version: '1', x-agency: { name: { vi: "Cảng vụ", en: "Harbour office" } } }
        servers: [ { url: https://harbour.example } ]
        paths:
          /boats/{id}:
            post:
              operationId: RegisterBoat
              x-name: { vi: "Đăng ký tàu", en: "Register the boat" }
              parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
              requestBody: { content: { application/json: { schema: { type: object, properties: { owner: { type: {{owner}} } } } } } }
              responses: { '200': { description: ok } }
        """;
}
