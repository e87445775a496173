using System.Text.Json;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Tests.Execution;

/// <summary>Carries cases in memory: journals, effects and timers, with a clock that only tests move. Every journal is replayed from its bytes.</summary>
internal sealed class InMemoryRuntime
{
    private readonly WorkflowEngine _engine;
    private readonly Dictionary<CaseId, Carried> _cases = [];
    private readonly Dictionary<string, CompiledWorkflow> _published = new(StringComparer.Ordinal);
    private readonly HashSet<(CaseId, string)> _handled = [];
    private readonly PublishedWorkflows _workflows = new();
    private readonly Dictionary<string, CaseId> _children = new(StringComparer.Ordinal);
    private long _nextCase;

    public InMemoryRuntime(WorkflowEngineOptions? options = null, params IActivitySource[] sources)
    {
        _engine = new WorkflowEngine(options ?? new WorkflowEngineOptions());
        Compiler = new WorkflowCompiler(new ActivityCatalog([new BuiltInActivities(), _workflows, .. sources]), ExpressionLanguages.All);
    }

    public WorkflowCompiler Compiler { get; }

    public DateTimeOffset Now { get; set; } = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(7));

    /// <summary>Effects of these kinds are left pending for the test to answer.</summary>
    public HashSet<string> LeftPending { get; } = [EffectKinds.AgencyOperation];

    /// <summary>Why a child case is not started, or null when it is.</summary>
    public Func<Effect, Fault?> Refusal { get; set; } = _ => null;

    public IReadOnlyCollection<CaseId> Cases => [.. _cases.Keys];

    public CaseState this[CaseId id] => _cases[id].State;

    public CompiledWorkflow WorkflowOf(CaseId id) => _cases[id].Workflow;

    public IReadOnlyList<CaseEvent> JournalOf(CaseId id) => [.. _cases[id].Journal.Select(bytes => CaseEventJson.Deserialize(bytes))];

    /// <summary>Compiles and publishes; returns the faults of a refused definition.</summary>
    public IReadOnlyList<DefinitionFault> Publish(JsonElement definition)
    {
        var result = DefinitionReader.Read(definition) switch
        {
            DefinitionReading.Read read => Compiler.Compile(read.Definition),
            DefinitionReading.Unreadable unreadable => new CompilationResult.Refused(unreadable.Faults),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (result is CompilationResult.Refused refused) return refused.Faults;
        var workflow = ((CompilationResult.Compiled)result).Workflow;
        _published[workflow.DefinitionId] = workflow;
        _workflows.Add(workflow);
        return [];
    }

    public CaseId Start(string definitionId, JsonElement? input = null, string? correlationId = null, ParentLink? parent = null, StartTrigger? trigger = null)
    {
        var workflow = _published[definitionId];
        var id = new CaseId(IdOf(++_nextCase));
        var started = new CaseStarted(workflow.DefinitionId, workflow.VersionId, workflow.Version, input ?? JsonSerializer.SerializeToElement(new { }), correlationId, null, parent, trigger);
        var carried = new Carried(workflow) { State = _engine.Apply(workflow, null, id, started) };
        carried.Journal.Add(CaseEventJson.Serialize(started));
        _cases.Add(id, carried);
        Send(id, new Continue());
        return id;
    }

    public Decision Send(CaseId id, CaseCommand command)
    {
        var carried = _cases[id];
        var decision = _engine.Decide(carried.Workflow, carried.State, command, Now);
        if (decision is not Decision.Accepted accepted) return decision;
        carried.Journal.AddRange(accepted.Events.Select(CaseEventJson.Serialize));
        carried.State = accepted.State;
        if (command is MigrateCase migration) carried.Versions.Add(migration.Target);
        AssertReplayGivesTheSame(id);
        if (accepted.MustContinue) Send(id, new Continue());
        DoEffects(id);
        return decision;
    }

    /// <summary>Moves the clock, firing every timer at its time.</summary>
    public void Pass(TimeSpan time)
    {
        var until = Now + time;
        while (_cases.SelectMany(c => c.Value.State.Bookmarks.Values.Select(b => (Case: c.Key, Bookmark: b))).Where(b => b.Bookmark.DueAt <= until)
            .OrderBy(b => b.Bookmark.DueAt).ThenBy(b => b.Bookmark.ExecutionId).Take(1).ToArray() is [var due])
        {
            Now = due.Bookmark.DueAt > Now ? due.Bookmark.DueAt.Value : Now;
            Assert.IsType<Decision.Accepted>(Send(due.Case, new FireTimer(due.Bookmark.Id)));
        }

        Now = until;
    }

    public void AssertReplayGivesTheSame(CaseId id)
    {
        var carried = _cases[id];
        CaseState? replayed = null;
        var version = 0;
        foreach (var change in carried.Journal.Select(entry => CaseEventJson.Deserialize(entry)))
        {
            replayed = _engine.Apply(carried.Versions[version], replayed, id, change);
            if (change is CaseMigrated) version++;
        }

        Assert.Equal(Dump(carried.State), Dump(replayed!));
    }

    public static string Dump(CaseState state) => System.Text.Encoding.UTF8.GetString(CaseStateJson.Serialize(state));

    private static Guid IdOf(long number) => new(0, 0, 0, [.. BitConverter.GetBytes(number).Reverse()]);

    private void DoEffects(CaseId id)
    {
        foreach (var effect in _cases[id].State.Effects.Values.OrderBy(e => e.Id.Length).ThenBy(e => e.Id, StringComparer.Ordinal).ToArray())
        {
            if (LeftPending.Contains(effect.Kind) || !_handled.Add((id, effect.Id))) continue;
            Do(id, effect);
        }
    }

    /// <summary>Does an effect that was left pending.</summary>
    public void Do(CaseId id, string effectId) => Do(id, this[id].Effects[effectId]);

    private void Do(CaseId id, Effect effect)
    {
        switch (effect.Kind)
        {
            case EffectKinds.PublishEvent:
                Send(id, new CompleteEffect(effect.Id, null, null, null));
                var local = effect.Payload.Text("localTo");
                var correlation = effect.Payload.Text("correlationId");
                foreach (var target in Cases.Where(c => local is null ? correlation is null || this[c].CorrelationId == correlation : c.ToString() == local))
                    Send(target, new DeliverEvent(effect.Payload.Text("eventName")!, effect.Payload.Member("payload")));
                break;
            case EffectKinds.DispatchWorkflow:
                var definition = effect.Payload.Text("definitionId")!;
                if (!_published.ContainsKey(definition))
                {
                    Send(id, new FailEffect(effect.Id, new Fault("no-such-definition", $"Expected a published definition '{definition}', but there is none; publish it, then retry."), null));
                    break;
                }

                if (Refusal(effect) is { } refused)
                {
                    Send(id, new FailEffect(effect.Id, refused, null));
                    break;
                }

                if (_children.TryGetValue(effect.IdempotencyKey, out var child))
                {
                    if (effect.BookmarkId is { } bookmark && Send(child, new AwaitByParent(bookmark)) is Decision.Rejected)
                        Send(id, new CompleteChild(bookmark, child, this[child].SubStatus, JsonSerializer.SerializeToElement(this[child].Outputs)));
                    Send(id, new CompleteEffect(effect.Id, null, null, null));
                    break;
                }

                _children[effect.IdempotencyKey] = new CaseId(IdOf(_nextCase + 1));
                Send(id, new CompleteEffect(effect.Id, null, null, null));
                Start(definition, effect.Payload.Member("input"), effect.Payload.Text("correlationId"), new ParentLink(id, effect.BookmarkId));
                break;
            case EffectKinds.NotifyParent:
                var parent = this[id].Started.Parent!;
                Send(parent.CaseId, new CompleteChild(parent.BookmarkId!, id, this[id].SubStatus, effect.Payload.Member("output")));
                Send(id, new CompleteEffect(effect.Id, null, null, null));
                break;
            default:
                throw new InvalidOperationException($"No handler for {effect.Kind}.");
        }
    }

    private sealed class Carried(CompiledWorkflow workflow)
    {
        /// <summary>The version that the case keeps, after those it was migrated from.</summary>
        public CompiledWorkflow Workflow => Versions[^1];

        public List<CompiledWorkflow> Versions { get; } = [workflow];

        public List<byte[]> Journal { get; } = [];

        public required CaseState State { get; set; }
    }
}
