using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Orchestrator.EndToEnd.Designer;

/// <summary>Automatic saving loses nothing: neither what Studio does not know nor what somebody else drew.</summary>
[Collection(StudioCollection.Name)]
public sealed class KeptTests(StudioFixture studio)
{
    private const string Unknown = """{"id":"Strange","name":"Strange","type":"Vendor.Oracle","version":7,"question":{"typeName":"String","expression":{"type":"Literal","value":"Khi nào?"}},"rest":{"deep":[{"kept":true,"nothing":null}],"rate":1.0},"customProperties":{"a":[1,2]},"metadata":{"designer":{"position":{"x":600,"y":60},"size":{"width":140,"height":60}},"colour":"red"}}""";

    [Fact]
    public async Task An_unknown_activity_is_drawn_as_such_and_survives_moving_and_automatic_saving()
    {
        var browser = studio.Browser;
        browser.Problems.Clear();
        var id = await studio.DraftAsync("Strange " + Guid.NewGuid(), "," + Unknown, """,{"source":{"activity":"Gate","port":"Done"},"target":{"activity":"Strange","port":"In"},"vertices":[]}""");
        var editor = await EditorPage.OpenAsync(browser, id);
        await Assertions.Expect(editor.Node("Strange")).ToContainTextAsync("Not Found: Vendor.Oracle");
        await browser.ShotAsync("editor-unknown");

        await editor.MoveAsync("Strange", 0, 150);
        await studio.StoredAsync(id, "the new place", stored => Y(StudioFixture.Activity(stored, "Strange")!) > 150);
        await editor.DropAsync("Console", "Write Line", 300, 480);
        await studio.StoredAsync(id, "the dropped activity", stored => stored["root"]!["activities"]!.AsArray().Count == 4);

        // What is exported goes to whoever knows the activity: all of it as it was written, at its new place.
        var stored = await studio.DefinitionAsync(id);
        Assert.Equal("Elsa.NotFoundActivity", StudioFixture.Activity(stored, "Strange")!["type"]!.GetValue<string>());
        Assert.Equal(2, stored["root"]!["connections"]!.AsArray().Count);
        var exported = JsonNode.Parse(await studio.Designer.GetStringAsync($"/elsa/api/workflow-definitions/{id}/export?versionOptions=Latest", TestContext.Current.CancellationToken))!.AsObject();
        var (original, expected) = (StudioFixture.Activity(exported, "Strange")!, JsonNode.Parse(Unknown)!.AsObject());
        Assert.True(Y(original) > 150);
        expected["metadata"]!["designer"] = original["metadata"]!["designer"]!.DeepClone();
        original.Remove("nodeId");
        Assert.Equal(expected.ToJsonString(), original.ToJsonString());
        Assert.Empty(browser.Problems);
    }

    [Fact]
    public async Task A_save_over_what_somebody_else_saved_is_refused_with_who_and_when()
    {
        var browser = studio.Browser;
        browser.Problems.Clear();
        var id = await studio.DraftAsync("Shared " + Guid.NewGuid());
        var mine = await EditorPage.OpenAsync(browser, id);
        var other = await browser.SomebodyElseAsync("administrator");
        try
        {
            var theirs = await EditorPage.OpenAsync(browser, id, other);
            await theirs.DropAsync("Console", "Write Line", 300, 480);
            await studio.StoredAsync(id, "their activity", stored => stored["root"]!["activities"]!.AsArray().Count == 3);

            await mine.MoveAsync("Gate", 0, 150);
            await Assertions.Expect(mine.Told.First).ToContainTextAsync("đã lưu phiên bản 1");
            await browser.ShotAsync("editor-overtaken");
        }
        finally
        {
            await other.Context.CloseAsync();
        }

        browser.Forgive(400, "/elsa/api/workflow-definitions");
        var stored = await studio.DefinitionAsync(id);
        Assert.Equal(60, Y(StudioFixture.Activity(stored, "Gate")!));
        Assert.Equal(3, stored["root"]!["activities"]!.AsArray().Count);
        Assert.Empty(browser.Problems);
    }

    private static double Y(JsonObject activity) => activity["metadata"]!["designer"]!["position"]!["y"]!.GetValue<double>();
}
