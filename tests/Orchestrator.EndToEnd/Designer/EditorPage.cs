using Microsoft.Playwright;
using Orchestrator.EndToEnd.Harness;

namespace Orchestrator.EndToEnd.Designer;

/// <summary>Studio's editor as a designer uses it.</summary>
internal sealed class EditorPage(DesignerBrowser browser, IPage page)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public ILocator Canvas => page.Locator(".graph-container");

    public ILocator Findings => page.Locator(".studio-findings summary");

    public ILocator Told => page.Locator(".mud-snackbar");

    public static async Task<EditorPage> OpenAsync(DesignerBrowser browser, string definitionId, IPage? page = null)
    {
        var editor = new EditorPage(browser, page ?? browser.Page);
        await editor.GoAsync(definitionId);
        return editor;
    }

    public async Task GoAsync(string definitionId)
    {
        await page.GotoAsync(browser.Url($"/designer/workflows/definitions/{definitionId}/edit"));
        await DrawnAsync();
    }

    /// <summary>Waits until the diagram and the boxes in it stand.</summary>
    public async Task DrawnAsync()
    {
        await Assertions.Expect(page.Locator(".x6-node .activity-label").First).ToBeVisibleAsync();
        await Assertions.Expect(Findings).Not.ToHaveTextAsync("Đang kiểm tra…");
    }

    public ILocator Node(string id) => page.Locator($".x6-node[data-cell-id='{id}']");

    /// <summary>Drags an activity from its group in the toolbox onto the canvas.</summary>
    public async Task DropAsync(string group, string activity, float x, float y)
    {
        var panel = page.Locator(".mud-expand-panel").Filter(new() { HasText = group }).First;
        await panel.Locator(".mud-expand-panel-header").ClickAsync();
        var tool = panel.Locator("[draggable=true]").Filter(new() { HasText = activity }).First;
        await Assertions.Expect(tool).ToBeVisibleAsync();
        await tool.DragToAsync(Canvas, new() { TargetPosition = new() { X = x, Y = y } });
    }

    /// <summary>Draws a connection from a port to where an activity takes connections in.</summary>
    public async Task ConnectAsync(string source, string port, string target)
    {
        var (from, to) = (await PortAsync(source, port), await PortAsync(target, "In"));
        await page.Mouse.MoveAsync(from.X, from.Y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync((from.X + to.X) / 2, (from.Y + to.Y) / 2, new() { Steps = 5 });
        await page.Mouse.MoveAsync(to.X, to.Y, new() { Steps = 5 });
        await page.Mouse.UpAsync();
    }

    public async Task SelectAsync(string id)
    {
        var (x, y) = await MiddleAsync(Node(id).Locator(".activity-icon"));
        await page.Mouse.ClickAsync(x, y);
    }

    /// <summary>Drags an activity to another place on the canvas.</summary>
    public async Task MoveAsync(string id, float right, float down)
    {
        var (x, y) = await MiddleAsync(Node(id).Locator(".activity-icon"));
        await page.Mouse.MoveAsync(x, y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(x + right, y + down, new() { Steps = 10 });
        await page.Mouse.UpAsync();
    }

    /// <summary>The field of an input with everything beside it.</summary>
    public ILocator Input(string label) =>
        page.Locator($"xpath=//label[normalize-space()='{label}' or contains(.,'({label})')]/ancestor::*[.//div[contains(@class,'mud-menu')]][1]");

    public async Task FillAsync(string label, string text)
    {
        var field = Input(label).Locator("input").First;
        await field.FillAsync(text);
        await field.PressAsync("Tab");
    }

    public async Task ChooseAsync(string label, string item)
    {
        await Input(label).Locator(".mud-input-slot").First.ClickAsync();
        await page.Locator(".mud-popover-open [role=option]").GetByText(item, new() { Exact = true }).ClickAsync();
    }

    /// <summary>Writes JavaScript: the beginning of a name is typed, the completion offers it and is taken.</summary>
    public async Task ScriptAsync(string label, string beginning, string offered, string rest)
    {
        await Input(label).Locator(".mud-menu button").First.ClickAsync();
        await page.Locator(".mud-popover-open").GetByText("JavaScript", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".monaco-editor .view-lines").First).ToBeVisibleAsync();
        await page.Locator(".monaco-editor .view-lines").First.ClickAsync();
        await page.Keyboard.TypeAsync(beginning);
        var suggestion = page.Locator(".suggest-widget .monaco-list-row").Filter(new() { HasText = offered }).First;
        await Eventually.TrueAsync(() => IsOfferedAsync(suggestion), Patience, () => $"the completion to offer {offered}");
        await browser.ShotAsync("editor-completion");
        await suggestion.ClickAsync();
        await page.Keyboard.TypeAsync(rest);
    }

    /// <summary>Presses Studio's own button.</summary>
    /// <returns>The status that the server answered with.</returns>
    public async Task<int> PublishAsync()
    {
        var answer = await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Toolbar).GetByRole(AriaRole.Group).GetByRole(AriaRole.Button).First.ClickAsync(),
            response => response.Request.Method == "POST" && response.Request.PostData?.Contains("\"publish\":true", StringComparison.Ordinal) == true);
        return answer.Status;
    }

    public async Task CloseToldAsync()
    {
        while (await Told.CountAsync() is > 0 and var before)
        {
            await Told.First.Locator("button").ClickAsync();
            await Assertions.Expect(Told).Not.ToHaveCountAsync(before);
        }
    }

    public async Task TabAsync(string name) => await page.Locator(".mud-tab").Filter(new() { HasText = name }).First.EvaluateAsync("tab => tab.click()");

    // The list that came up while the declarations were on their way stays as it is; it is asked for again as a person does.
    private async Task<bool> IsOfferedAsync(ILocator suggestion)
    {
        try
        {
            await suggestion.WaitForAsync(new() { Timeout = 3_000 });
            return true;
        }
        catch (TimeoutException)
        {
            await page.Keyboard.PressAsync("Escape");
            await page.Keyboard.PressAsync("Control+Space");
            return false;
        }
    }

    private async Task<(float X, float Y)> PortAsync(string activity, string port)
    {
        var dot = Node(activity).Locator($"[port='{port}'] .elsa-designer-port-circle");
        await Assertions.Expect(dot).ToBeVisibleAsync();
        return await MiddleAsync(dot);
    }

    private static async Task<(float X, float Y)> MiddleAsync(ILocator element)
    {
        var box = await element.BoundingBoxAsync();
        return (box!.X + (box.Width / 2), box.Y + (box.Height / 2));
    }
}
