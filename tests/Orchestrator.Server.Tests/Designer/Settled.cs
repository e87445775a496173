using System.Diagnostics;

namespace Orchestrator.Server.Tests.Designer;

/// <summary>A start is answered when it is durable; what the case does first follows, and later on a busy machine.</summary>
internal static class Settled
{
    /// <summary>Waits until a case has done what it could at once.</summary>
    public static async Task<string> SettledAsync(this HttpClient client, string id)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var watch = Stopwatch.StartNew();
        while ((await InstanceApiTests.GetAsync(client, $"/elsa/api/workflow-instances/{id}/execution-state")).GetProperty("subStatus").GetString() is "Pending" or "Executing")
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"Expected case {id} to have done its first steps within 60 s.");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        return id;
    }
}
