using System.Net.Http.Json;
using Microsoft.Playwright;

namespace Orchestrator.EndToEnd.Designer;

/// <summary>A designer draws an operation of a ministry, is held up by the gate, publishes, runs it and sees what it did.</summary>
[Collection(StudioCollection.Name)]
public sealed class DrawingTests(StudioFixture studio)
{
    [Fact]
    public async Task An_operation_is_drawn_filled_in_published_and_run()
    {
        var (browser, page) = (studio.Browser, studio.Browser.Page);
        browser.Problems.Clear();
        var id = await studio.DraftAsync("Drawn " + Guid.NewGuid());
        var editor = await EditorPage.OpenAsync(browser, id);

        await editor.DropAsync("Civil status (Justice)", "Record the personal ID number", 300, 480);
        await studio.StoredAsync(id, "the operation", stored => Operation(stored) is not null);
        var operation = Operation(await studio.DefinitionAsync(id))!["id"]!.GetValue<string>();
        await editor.ConnectAsync("Gate", "Done", operation);
        await studio.StoredAsync(id, "the connection", stored => stored["root"]!["connections"]!.AsArray().Any(one => one!["target"]!["activity"]!.GetValue<string>() == operation));
        await browser.ShotAsync("editor-connected");

        // What is missing is said beside the editor, and keeps it from being published.
        await Assertions.Expect(editor.Findings).ToContainTextAsync("lỗi");
        Assert.Equal(400, await editor.PublishAsync());
        await Assertions.Expect(editor.Told.First).ToContainTextAsync("RecordPersonalId1");
        await browser.ShotAsync("editor-refused");
        browser.Forgive(400, "/elsa/api/workflow-definitions");
        await editor.CloseToldAsync();

        await editor.SelectAsync(operation);
        await editor.FillAsync("Personal ID number", "001226000001");
        await editor.ScriptAsync("Register number", "getReg", "getRegisterNumber", "()");
        await studio.StoredAsync(id, "both inputs", stored => Operation(stored) is { } drawn && Value(drawn, "personalId") == "001226000001" && Value(drawn, "registerNumber") == "getRegisterNumber()");
        await editor.SelectAsync("Gate");
        await editor.ChooseAsync("Mode", "WaitAllActive");
        await studio.StoredAsync(id, "the chosen mode", stored => Value(StudioFixture.Activity(stored, "Gate")!, "mode") == "WaitAllActive");
        Assert.Equal("JavaScript", Operation(await studio.DefinitionAsync(id))!["registerNumber"]!["expression"]!["type"]!.GetValue<string>());

        // Outcomes that lead nowhere are warnings; they need a note, which the page of publishing takes.
        await Assertions.Expect(editor.Findings).ToContainTextAsync("cảnh báo");
        await editor.Findings.ClickAsync();
        await browser.ShotAsync("editor-findings");
        await page.Locator("a.studio-main").ClickAsync();
        await page.Locator("#changeNote").FillAsync("Ghi số định danh vào sổ hộ tịch");
        await page.Locator("#legalBasis").FillAsync("Điều 14 Luật Hộ tịch");
        await browser.ShotAsync("publish");
        await page.Locator(".publish-form button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator(".publish-told")).ToBeVisibleAsync();
        Assert.True((await studio.DefinitionAsync(id))["isPublished"]!.GetValue<bool>());

        using var run = await studio.Designer.PostAsJsonAsync($"/elsa/api/workflow-definitions/{id}/execute", new { }, TestContext.Current.CancellationToken);
        var instance = run.Headers.GetValues("x-elsa-workflow-instance-id").Single();
        await page.GotoAsync(browser.Url($"/designer/workflows/instances/{instance}/view"));
        await Assertions.Expect(editor.Node(operation).Locator(".mud-badge")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("RecordPersonalId1").Last).ToBeVisibleAsync();
        await browser.ShotAsync("instance-of-drawn");
        Assert.Empty(browser.Problems);
    }

    private static System.Text.Json.Nodes.JsonObject? Operation(System.Text.Json.Nodes.JsonObject definition) => definition["root"]!["activities"]!.AsArray()
        .Select(one => one!.AsObject()).FirstOrDefault(one => one["type"]!.GetValue<string>() == "Agency.Justice.RecordPersonalId");

    private static string? Value(System.Text.Json.Nodes.JsonObject activity, string input) => activity[input]?["expression"]?["value"]?.ToString();
}
