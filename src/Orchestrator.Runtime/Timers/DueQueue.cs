namespace Orchestrator.Runtime.Timers;

/// <summary>Hands items out when their time comes, driven by the given clock. The newest time of an item counts.</summary>
internal sealed class DueQueue<T> : IDisposable
    where T : notnull
{
    // Timers of the framework take at most 49 days.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    private readonly TimeProvider _clock;
    private readonly Action<T> _due;
    private readonly PriorityQueue<T, long> _queue = new();
    private readonly Dictionary<T, long> _times = [];
    private readonly ITimer _timer;
    private bool _disposed;

    public DueQueue(TimeProvider clock, Action<T> due)
    {
        _clock = clock;
        _due = due;
        _timer = clock.CreateTimer(_ => HandOut(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count
    {
        get
        {
            lock (_queue) return _times.Count;
        }
    }

    /// <summary>Sets an item's time.</summary>
    public void Set(T item, DateTimeOffset at)
    {
        lock (_queue)
        {
            if (_disposed || (_times.TryGetValue(item, out var before) && before == at.UtcTicks)) return;
            _times[item] = at.UtcTicks;
            _queue.Enqueue(item, at.UtcTicks);
            Arm();
        }
    }

    /// <summary>Forgets an item.</summary>
    public void Remove(T item)
    {
        lock (_queue) _times.Remove(item);
    }

    public void Dispose()
    {
        lock (_queue)
        {
            _disposed = true;
            _times.Clear();
            _queue.Clear();
        }

        _timer.Dispose();
    }

    private void HandOut()
    {
        List<T> due = [];
        lock (_queue)
        {
            var now = _clock.GetUtcNow().UtcTicks;
            while (_queue.TryPeek(out var item, out var at))
            {
                var counts = _times.TryGetValue(item, out var time) && time == at;
                if (counts && at > now) break;
                _queue.Dequeue();
                if (!counts) continue;
                _times.Remove(item);
                due.Add(item);
            }

            Arm();
        }

        foreach (var item in due) _due(item);
    }

    private void Arm()
    {
        if (_disposed) return;
        if (!_queue.TryPeek(out _, out var next))
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        var wait = TimeSpan.FromTicks(Math.Max(0, next - _clock.GetUtcNow().UtcTicks));
        _timer.Change(wait < LongestSleep ? wait : LongestSleep, Timeout.InfiniteTimeSpan);
    }
}
