using Microsoft.Playwright;

namespace Orchestrator.EndToEnd.Harness;

/// <summary>File inputs of our own pages.</summary>
internal static class FileInput
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    /// <summary>Chooses a file until the page has noticed: an input is there, and enabled, a moment before the script that listens to it is.</summary>
    /// <param name="input">The input.</param>
    /// <param name="file">The file.</param>
    /// <param name="reaction">What is enabled once the page has the file, and not before.</param>
    public static Task ChooseAsync(ILocator input, FilePayload file, ILocator reaction) => Eventually.TrueAsync(
        async () =>
        {
            await input.SetInputFilesAsync(file);
            try
            {
                await Assertions.Expect(reaction).ToBeEnabledAsync(new LocatorAssertionsToBeEnabledOptions { Timeout = 5_000 });
                return true;
            }
            catch (PlaywrightException)
            {
                return false;
            }
        },
        Bound, () => $"the page to notice the file {file.Name}");
}
