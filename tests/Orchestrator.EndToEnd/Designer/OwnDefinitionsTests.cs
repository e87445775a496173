using System.Text.Json;
using Microsoft.Playwright;
using Orchestrator.EndToEnd.Harness;
using Orchestrator.Runtime.Definitions;

namespace Orchestrator.EndToEnd.Designer;

/// <summary>The definitions under <c>workflows/</c> as Studio draws them.</summary>
[Collection(StudioCollection.Name)]
public sealed class OwnDefinitionsTests(StudioFixture studio)
{
    // What is sent to somebody who comes for the first time.
    private const long MostBytes = 10_000_000;

    public static TheoryData<string> Definitions { get; } = [.. Directory.EnumerateFiles(Repository.Workflows, "*.json", SearchOption.AllDirectories)
        .Select(file => DefinitionFile.DefinitionIdOf(File.ReadAllBytes(file))).OfType<string>().Order(StringComparer.Ordinal)];

    [Fact]
    public async Task The_list_leads_to_the_editor_and_a_first_visit_costs_less_than_ten_megabytes()
    {
        var (browser, page) = (studio.Browser, studio.Browser.Page);
        browser.Problems.Clear();
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.clearBrowserCache");
        var bytes = await browser.CountBytesAsync();

        await page.GotoAsync(browser.Url("/designer"));
        await page.Locator("table tbody tr").Filter(new() { HasText = "birth" }).First.ClickAsync();
        await new EditorPage(browser, page).DrawnAsync();

        await browser.ShotAsync("editor-birth");
        Assert.InRange(bytes(), 1_000_000, MostBytes);
        Assert.Empty(browser.Problems);
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public async Task Every_diagram_opens_without_a_warning_and_no_box_lies_on_another(string id)
    {
        var browser = studio.Browser;
        browser.Problems.Clear();
        var warnings = new List<string>();
        void Note(object? sender, IConsoleMessage message)
        {
            if (message.Type == "warning") warnings.Add(message.Text);
        }

        browser.Page.Console += Note;
        try
        {
            var editor = await EditorPage.OpenAsync(browser, id);
            await Assertions.Expect(editor.Findings).ToHaveTextAsync("Không có lỗi");
            foreach (var container in new[] { "" }.Concat(await ContainersAsync()))
            {
                if (container.Length > 0) await EnterAsync(editor, container);
                await AssertTidyAsync(id + container);
                await browser.ShotAsync($"diagram-{id}{container}");
                if (container.Length > 0) await browser.Page.GetByText("Root", new() { Exact = true }).First.ClickAsync();
                if (container.Length > 0) await Assertions.Expect(editor.Node(container)).ToBeAttachedAsync();
            }
        }
        finally
        {
            browser.Page.Console -= Note;
        }

        Assert.Empty(warnings);
        Assert.Empty(browser.Problems);
    }

    private async Task<string[]> ContainersAsync() => (await studio.Browser.Page.Locator(".x6-node").EvaluateAllAsync<string[]>(
        "nodes => nodes.filter(node => node.querySelector('.activity-type')?.textContent.trim() === 'Flowchart').map(node => node.dataset.cellId)"))!;

    private static async Task EnterAsync(EditorPage editor, string container)
    {
        await editor.Node(container).DispatchEventAsync("dblclick");
        await Assertions.Expect(editor.Node(container)).ToHaveCountAsync(0);
        await editor.DrawnAsync();
    }

    private async Task AssertTidyAsync(string name)
    {
        // The router has its say only when the connections are drawn.
        await Assertions.Expect(studio.Browser.Page.Locator(".x6-edge")).Not.ToHaveCountAsync(0);
        var boxes = await studio.Browser.Page.Locator(".x6-node").EvaluateAllAsync<JsonElement>("""
            nodes => nodes.map(node => {
              const place = /translate\(([-\d.]+)[ ,]([-\d.]+)\)/.exec(node.getAttribute('transform')), size = node.querySelector('foreignObject');
              return { id: node.dataset.cellId, x: +place[1], y: +place[2], width: +size.getAttribute('width'), height: +size.getAttribute('height') };
            })
            """);
        var drawn = boxes.EnumerateArray().Select(box => (
            Id: box.GetProperty("id").GetString(), X: box.GetProperty("x").GetDouble(), Y: box.GetProperty("y").GetDouble(),
            Right: box.GetProperty("x").GetDouble() + box.GetProperty("width").GetDouble(), Bottom: box.GetProperty("y").GetDouble() + box.GetProperty("height").GetDouble())).ToArray();
        Assert.True(drawn.Length > 1, name);
        Assert.All(drawn, box => Assert.True(box.Right - box.X <= 345, $"{name}: {box.Id} is {box.Right - box.X} px wide; the layout test takes 345 for the widest"));
        foreach (var (one, other) in drawn.SelectMany((one, index) => drawn.Skip(index + 1).Select(other => (one, other))))
            Assert.False(one.X < other.Right && other.X < one.Right && one.Y < other.Bottom && other.Y < one.Bottom, $"{name}: {one.Id} lies on {other.Id}");
    }
}
