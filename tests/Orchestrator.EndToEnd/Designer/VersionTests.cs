using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Orchestrator.EndToEnd.Designer;

/// <summary>Versions of a definition: what changed can be seen, and every earlier version can come back.</summary>
[Collection(StudioCollection.Name)]
public sealed class VersionTests(StudioFixture studio)
{
    [Fact]
    public async Task A_definition_is_made_from_nothing_saved_under_another_name_and_found_in_the_list()
    {
        var (browser, page) = (studio.Browser, studio.Browser.Page);
        browser.Problems.Clear();
        var (first, second) = ("Made " + Guid.NewGuid(), "Copy " + Guid.NewGuid());
        await page.GotoAsync(browser.Url("/designer"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Create workflow" }).First.ClickAsync();
        await page.Locator(".mud-dialog input").First.FillAsync(first);
        await page.Locator(".mud-dialog-actions button").Last.ClickAsync();
        await page.WaitForURLAsync("**/edit");
        var editor = new EditorPage(browser, page);
        await Assertions.Expect(editor.Canvas.Locator("svg").First).ToBeAttachedAsync();
        await Assertions.Expect(editor.Findings).Not.ToHaveTextAsync("Đang kiểm tra…");
        await editor.DropAsync("Console", "Write Line", 300, 200);
        var made = page.Url.Split('/')[^2];
        await studio.StoredAsync(made, "the dropped activity", stored => stored["root"]!["activities"] is JsonArray { Count: 1 });

        await page.Keyboard.PressAsync("Control+Shift+S");
        await page.Locator(".mud-dialog input").First.FillAsync(second);
        await browser.ShotAsync("save-as");
        await page.Locator(".mud-dialog-actions button").Last.ClickAsync();
        await page.WaitForURLAsync(url => url.EndsWith("/edit", StringComparison.Ordinal) && !url.Contains(made, StringComparison.Ordinal));
        await editor.DrawnAsync();

        await page.GotoAsync(browser.Url("/designer"));
        await page.GetByPlaceholder("Search").First.FillAsync("Copy");
        await Assertions.Expect(page.Locator("table tbody tr").Filter(new() { HasText = second })).ToBeVisibleAsync();
        Assert.Empty(browser.Problems);
    }

    [Fact]
    public async Task Versions_are_compared_brought_back_exported_and_imported()
    {
        var (browser, page) = (studio.Browser, studio.Browser.Page);
        browser.Problems.Clear();
        var id = await studio.DraftAsync("Versions " + Guid.NewGuid());
        await PublishAsync(id);
        var editor = await EditorPage.OpenAsync(browser, id);
        await editor.DropAsync("Console", "Write Line", 300, 480);
        await studio.StoredAsync(id, "a second version", stored => stored["version"]!.GetValue<int>() == 2);

        await page.GotoAsync(browser.Url($"/designer/compare/{id}"));
        await Assertions.Expect(page.Locator(".diagram-node.is-added")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".compare-list li.is-added").First).ToContainTextAsync("WriteLine1");
        await browser.ShotAsync("compare");

        await editor.GoAsync(id);
        await editor.TabAsync("Version history");
        var rows = page.Locator("table tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await browser.ShotAsync("version-history");
        await rows.Last.Locator(".mud-menu button").DispatchEventAsync("click");
        await page.Locator(".mud-popover-open").GetByText("Rollback").ClickAsync();
        await studio.StoredAsync(id, "the first version again", stored => stored["root"]!["activities"]!.AsArray().Count == 2);

        var file = await studio.Designer.GetByteArrayAsync($"/elsa/api/workflow-definitions/{id}/export?versionOptions=Latest", TestContext.Current.CancellationToken);
        var imported = JsonNode.Parse(file)!.AsObject();
        imported["name"] = "Imported " + Guid.NewGuid();
        await page.GotoAsync(browser.Url("/designer"));
        imported["definitionId"] = "imported-" + Guid.NewGuid();
        await page.Locator("input[type=file]").First.SetInputFilesAsync(new FilePayload { Name = "imported.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(imported.ToJsonString()) });
        await Assertions.Expect(page.GetByText(imported["name"]!.GetValue<string>()).First).ToBeVisibleAsync();
        var back = await studio.DefinitionAsync(imported["definitionId"]!.GetValue<string>());
        Assert.Equal(2, back["root"]!["activities"]!.AsArray().Count);
        Assert.Empty(browser.Problems);
    }

    private async Task PublishAsync(string id)
    {
        var page = studio.Browser.Page;
        await page.GotoAsync(studio.Browser.Url($"/designer/publish/{id}"));
        await page.Locator("#changeNote").FillAsync("Bản đầu");
        await page.Locator("#legalBasis").FillAsync("Điều 14 Luật Hộ tịch");
        await page.Locator(".publish-form button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator(".publish-told")).ToBeVisibleAsync();
    }
}
