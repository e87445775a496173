using System.Diagnostics;

namespace Orchestrator.Benchmarks.Histories;

/// <summary>The most memory that this process holds while something runs, looked at ten times a second. What was held before is let go first, as far as the collector can.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly Timer _timer;
    private long _peak;

    public MemoryWatch()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    /// <summary>In MB.</summary>
    public long Peak
    {
        get
        {
            Look();
            return Interlocked.Read(ref _peak) >> 20;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _timer.Dispose();
        _process.Dispose();
    }

    private void Look()
    {
        lock (_process)
        {
            _process.Refresh();
            Interlocked.Exchange(ref _peak, Math.Max(_peak, _process.WorkingSet64));
        }
    }
}
