using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Orchestrator.Runtime;

/// <summary>What the runtime tells about itself, under the name <c>Orchestrator.Runtime</c>.</summary>
internal sealed class RuntimeMetrics : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "Orchestrator.Runtime";

    private readonly Meter _meter = new(Name);
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _batchTime;
    private readonly Counter<long> _commands;
    private readonly Counter<long> _timers;
    private readonly Counter<long> _effects;

    public RuntimeMetrics()
    {
        _batchSize = _meter.CreateHistogram<int>("orchestrator.commit.batch", "{decision}", "Decisions per transaction");
        _batchTime = _meter.CreateHistogram<double>("orchestrator.commit.duration", "ms", "Time of a transaction");
        _commands = _meter.CreateCounter<long>("orchestrator.commands", "{command}", "Commands answered");
        _timers = _meter.CreateCounter<long>("orchestrator.timers.fired", "{timer}", "Timers that came due");
        _effects = _meter.CreateCounter<long>("orchestrator.effects.offered", "{effect}", "Effects handed to their handler");
    }

    /// <summary>Spans of commands.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Adds a number that is read when somebody looks.</summary>
    public void Observe(string name, string unit, string description, Func<long> read) => _meter.CreateObservableGauge(name, read, unit, description);

    public void Committed(int count, TimeSpan time)
    {
        _batchSize.Record(count);
        _batchTime.Record(time.TotalMilliseconds);
    }

    public void Answered(string command, string outcome) => _commands.Add(1, new("command", command), new KeyValuePair<string, object?>("outcome", outcome));

    public void TimerFired() => _timers.Add(1);

    public void EffectOffered(string kind) => _effects.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Dispose() => _meter.Dispose();
}
