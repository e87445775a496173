using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace Orchestrator.Benchmarks.Studio;

/// <summary>
/// How long a designer waits until the diagram of a definition stands in Studio: for the first time (nothing kept by the browser), and again. Asked of a
/// server that runs already, because it is the browser's wait that is measured. The aims are 10 s, 6 s and 10 MB on two cores.
/// </summary>
internal static class StudioBenchmark
{
    private const int Rounds = 5;

    /// <summary>Measures and prints medians.</summary>
    /// <param name="server">Address of the running server.</param>
    /// <param name="key">Key of a designer.</param>
    /// <param name="definition">Which definition is opened.</param>
    public static async Task RunAsync(Uri server, string key, string definition)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu"] });
        var (cold, warm, bytes) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            await using var visitor = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1600, Height = 1000 } });
            var page = await visitor.NewPageAsync();
            await SignInAsync(page, server, key);
            var session = await visitor.NewCDPSessionAsync(page);
            var total = 0L;
            await session.SendAsync("Network.enable");
            session.Event("Network.loadingFinished").OnEvent += (_, done) => Interlocked.Add(ref total, (long)(done?.GetProperty("encodedDataLength").GetDouble() ?? 0));
            cold.Add(await OpenAsync(page, server, definition));
            bytes.Add(Interlocked.Read(ref total) / 1_000_000d);
            warm.Add(await OpenAsync(page, server, definition));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: cold {cold[^1]:0.0} s, {bytes[^1]:0.0} MB; warm {warm[^1]:0.0} s"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median: cold {Median(cold):0.0} s, {Median(bytes):0.0} MB; warm {Median(warm):0.0} s"));
    }

    private static async Task SignInAsync(IPage page, Uri server, string key)
    {
        await page.GotoAsync(new Uri(server, "/sign-in").ToString());
        await page.Locator("input[name=key]").FillAsync(key);
        await page.Locator("form[action='/sign-in/key'] button[type=submit]").ClickAsync();
        await page.Locator("form[action='/sign-out']").WaitForAsync();
    }

    private static async Task<double> OpenAsync(IPage page, Uri server, string definition)
    {
        var watch = Stopwatch.StartNew();
        await page.GotoAsync(new Uri(server, $"/designer/workflows/definitions/{definition}/edit").ToString(), new PageGotoOptions { Timeout = 120_000 });
        await page.Locator(".x6-node .activity-label").First.WaitForAsync(new LocatorWaitForOptions { Timeout = 120_000 });
        await page.Locator("[draggable=true]").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached, Timeout = 120_000 });
        return watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
