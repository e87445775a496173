using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Runtime.CaseKeys;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Benchmarks.Journal;

/// <summary>A case that goes from wait to wait, awaiting each step, without the cost of an engine.</summary>
internal sealed class SteppingCase
{
    private readonly CaseId _caseId = CaseId.New(DateTimeOffset.UtcNow);
    private readonly int _shard;
    private readonly long _epoch;
    private readonly BookmarkProjection _bookmarks = new();
    private readonly CaseState _state;
    private readonly CaseKey _key;
    private ReadOnlyMemory<byte> _hash = EntryHash.Origin;
    private long _sequence;
    private int _wait;

    public SteppingCase(long[] epochs)
    {
        _shard = ShardMap.ShardOf(_caseId, epochs.Length);
        _epoch = epochs[_shard];
        _key = new CaseKey(_caseId, RandomNumberGenerator.GetBytes(SealedBytes.KeySize));
        _state = new CaseState
        {
            CaseId = _caseId,
            Started = new CaseStarted("benchmark", "benchmark:1", 1, JsonSerializer.SerializeToElement(new { }), null, null, null),
        };
    }

    /// <summary>Time of each step, in milliseconds.</summary>
    public List<double> Latencies { get; } = [];

    public async Task RunAsync(JournalWriter writer, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            var verdict = await writer.CommitAsync(Next());
            if (verdict is not CommitVerdict.Committed) throw new InvalidOperationException($"Expected the step to be committed, but it is {verdict}.");
            Latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    private StepCommit Next()
    {
        var bookmark = new Bookmark($"b{++_wait}", _wait, "wait", "Workflow1:root:wait", BookmarkKind.Event, "answer", null, null);
        CaseEvent[] events =
        [
            new BookmarkRemoved($"b{_wait - 1}", BookmarkEnd.Resumed, null),
            new ActivityStarted(_wait, 1, "wait", "Workflow1:root:wait", "Elsa.Event", "Wait for the answer of the agency", null),
            new BookmarkCreated(bookmark),
        ];
        var entries = EntryChain.Append(_caseId, _sequence, _hash, events, _state, Actor.System, EntryChain.Whole(DateTimeOffset.UtcNow), _key);
        (_sequence, _hash) = (entries[^1].Sequence, entries[^1].Hash);
        var sink = new RowSink();
        _bookmarks.Project(new CaseCommit(_caseId, _shard, entries, events, _state, _state), sink);
        return new StepCommit(_shard, _epoch, DateTimeOffset.MaxValue, new Draft(entries, sink.Changes));
    }
}
