using Microsoft.Playwright;
using Orchestrator.EndToEnd.Harness;

namespace Orchestrator.EndToEnd.Designer;

/// <summary>
/// A real browser signed in with a development key. It notes every console error, failed request and request to anywhere else, and keeps screenshots beside
/// the tests' output.
/// </summary>
internal sealed class DesignerBrowser : IAsyncDisposable
{
    // Generous, because everything runs on the processor that the browser runs on.
    private const float UsualPatienceMs = 180_000;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly Deployment _deployment;

    private DesignerBrowser(IPlaywright playwright, IBrowser browser, IPage page, Deployment deployment) =>
        (_playwright, _browser, Page, _deployment) = (playwright, browser, page, deployment);

    public IPage Page { get; }

    /// <summary>What should not have happened.</summary>
    public List<string> Problems { get; } = [];

    public static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;

    public static async Task<DesignerBrowser> SignInAsync(Deployment deployment, string role, float patienceMs = UsualPatienceMs)
    {
        // For all tests of the process alike: one that set less would set it for the others as well.
        Assertions.SetDefaultExpectTimeout(UsualPatienceMs);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1600, Height = 1000 }, Locale = "vi-VN" });
        page.SetDefaultTimeout(patienceMs);
        var designer = new DesignerBrowser(playwright, browser, page, deployment);
        await designer.EnterAsync(page, role);
        designer.Watch();
        return designer;
    }

    /// <summary>A second person at another machine; what goes wrong there is not noted here.</summary>
    public async Task<IPage> SomebodyElseAsync(string role)
    {
        var page = await _browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1600, Height = 1000 }, Locale = "vi-VN" });
        page.SetDefaultTimeout(UsualPatienceMs);
        await EnterAsync(page, role);
        return page;
    }

    /// <summary>Takes out what a refusal that the test asked for leaves behind.</summary>
    public void Forgive(int status, string path) =>
        Problems.RemoveAll(problem => (problem.StartsWith($"{status}: ", StringComparison.Ordinal) && problem.EndsWith(path, StringComparison.Ordinal))
            || problem.StartsWith($"console: Failed to load resource: the server responded with a status of {status}", StringComparison.Ordinal));

    public string Url(string path) => new Uri(_deployment.Server.Address, path).ToString();

    /// <summary>Counts what is transferred from now on, as it is on the wire.</summary>
    public async Task<Func<long>> CountBytesAsync()
    {
        var session = await Page.Context.NewCDPSessionAsync(Page);
        var total = 0L;
        await session.SendAsync("Network.enable");
        session.Event("Network.loadingFinished").OnEvent += (_, done) => Interlocked.Add(ref total, (long)(done?.GetProperty("encodedDataLength").GetDouble() ?? 0));
        return () => Interlocked.Read(ref total);
    }

    public Task ShotAsync(string name) => Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screenshots, name + ".png"), FullPage = true });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private async Task EnterAsync(IPage page, string role)
    {
        await page.GotoAsync(Url("/sign-in"));
        var key = (await File.ReadAllTextAsync(Path.Combine(_deployment.Settings["Data__Path"], "development-keys", role), TestContext.Current.CancellationToken)).Trim();
        await page.Locator("input[name=key]").FillAsync(key);
        await page.Locator("form[action='/sign-in/key'] button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("form[action='/sign-out']")).ToBeVisibleAsync();
    }

    private void Watch()
    {
        Page.Console += (_, message) =>
        {
            if (message.Type == "error") Problems.Add($"console: {message.Text}");
        };
        Page.PageError += (_, error) => Problems.Add($"page: {error}");
        Page.RequestFailed += (_, request) => Problems.Add($"failed: {request.Url} {request.Failure}");
        Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_deployment.Server.Address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal)) Problems.Add($"outside: {request.Url}");
        };
        Page.Response += (_, response) =>
        {
            if (response.Status >= 400) Problems.Add($"{response.Status}: {response.Url}");
        };
    }
}
