namespace Orchestrator.Server.Hosting;

/// <summary><c>health [address]</c>: asks a running server whether it is ready; for container health checks, which have no other tool.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>0 when it is ready, 1 when it is not or does not answer.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var address = args.FirstOrDefault() ?? ListenAddress.Default;
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri(new Uri(address), "/health/ready"));
            Console.WriteLine(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            await Console.Error.WriteLineAsync($"Expected a server at {address}, but it does not answer ({problem.Message}); start it or name its address.");
            return 1;
        }
    }
}
