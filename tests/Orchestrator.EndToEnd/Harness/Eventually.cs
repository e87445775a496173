using System.Diagnostics;

namespace Orchestrator.EndToEnd.Harness;

/// <summary>Bounded polling of a real process: the only waiting by the wall clock there is.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Polls until the condition holds; fails with what was expected when the bound is reached.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan bound, Func<string> expected)
    {
        using var timer = new PeriodicTimer(Pause);
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > bound) Assert.Fail($"Expected within {bound.TotalSeconds:0} s {expected()}");
            await timer.WaitForNextTickAsync();
        }
    }
}
