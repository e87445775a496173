using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Agencies.Callbacks;
using Orchestrator.Agencies.Parking;
using Orchestrator.Agencies.Replies;

namespace Orchestrator.Agencies;

/// <summary>Traces and metrics under the name <see cref="Name"/>.</summary>
internal sealed class AgencyInstruments : IDisposable
{
    public const string Name = "Orchestrator.Agencies";

    private static readonly ActivitySource Traces = new(Name);

    private readonly Meter _meter;
    private readonly Counter<long> _calls;
    private readonly Histogram<double> _durations;
    private readonly Counter<long> _callbacks;

    public AgencyInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _calls = _meter.CreateCounter<long>("orchestrator.agency.calls", "{call}", "Calls to agencies by agency, operation and reply class.");
        _durations = _meter.CreateHistogram<double>("orchestrator.agency.call.duration", "s", "How long agencies take to answer.");
        _callbacks = _meter.CreateCounter<long>("orchestrator.agency.callbacks", "{callback}", "Callbacks by what became of them.");
    }

    /// <summary>Watches how many calls wait for each agency.</summary>
    public void Watch(Func<IEnumerable<(string Agency, int Waiting, bool IsOpen)>> lanes)
    {
        _meter.CreateObservableGauge(
            "orchestrator.agency.waiting", () => lanes().Select(lane => new Measurement<int>(lane.Waiting, Tag("agency", lane.Agency))), "{call}", "Calls that wait.");
        _meter.CreateObservableGauge(
            "orchestrator.agency.open", () => lanes().Select(lane => new Measurement<int>(lane.IsOpen ? 1 : 0, Tag("agency", lane.Agency))), null, "1 while an agency is down.");
    }

    /// <summary>
    /// Starts the span of a call. The trace id is the case id, so that all calls of a case, over restarts and nodes, are one trace, and the agency
    /// gets it as W3C trace context whether or not anybody here listens.
    /// </summary>
    public static Activity StartCall(AgencyCall call)
    {
        var span = ActivitySpanId.CreateFromBytes(SHA256.HashData(Encoding.UTF8.GetBytes(call.Effect.Effect.IdempotencyKey)).AsSpan(..8));
        var parent = new ActivityContext(ActivityTraceId.CreateFromString(call.Effect.CaseId.ToString()), span, ActivityTraceFlags.Recorded, isRemote: true);
        var name = $"{call.Agency.Code} {call.Operation.Id}";
        var activity = Traces.StartActivity(name, ActivityKind.Client, parent)
            ?? new Activity(name).SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start();
        return activity
            .SetTag("orchestrator.agency", call.Agency.Code)
            .SetTag("orchestrator.operation", call.Operation.Id)
            .SetTag("orchestrator.case", call.Effect.CaseId.ToString());
    }

    public void Count(AgencyCall call, TryResult result)
    {
        var word = result is TryResult.Answered { Meaning: var meaning } ? meaning.Class.Word() : result.GetType().Name;
        _calls.Add(1, Tag("agency", call.Agency.Code), Tag("operation", call.Operation.Id), Tag("class", word));
        if (result is TryResult.Answered { Exchange: var exchange })
            _durations.Record(exchange.Duration.TotalSeconds, Tag("agency", call.Agency.Code), Tag("operation", call.Operation.Id));
    }

    public void CountCallback(CallbackOutcome outcome) => _callbacks.Add(1, Tag("outcome", outcome.GetType().Name));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);
}
