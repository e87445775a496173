using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Orchestrator.Simulators.Tests;

/// <summary>A clock that the test moves, and that says when somebody has begun to wait for it: moved before, it would be waited for once more.</summary>
internal sealed class WatchedClock : FakeTimeProvider
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<TimeSpan, TaskCompletionSource> _waits = new();

    /// <summary>Ends when somebody waits for that long.</summary>
    public Task WaitedForAsync(TimeSpan time) => Of(time).Task.WaitAsync(_patience, TestContext.Current.CancellationToken);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Of(dueTime).TrySetResult();
        return timer;
    }

    private TaskCompletionSource Of(TimeSpan time) => _waits.GetOrAdd(time, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
