using System.Collections.Immutable;
using System.Text.Json;
using System.Threading.Channels;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Tests.Hosting;

/// <summary>Keeps effects as the runtime does, in memory: settles each once, offers it again when its time has come, and shows every command.</summary>
internal sealed class RecordingRuntime(TimeProvider time) : ICaseRuntime, IEffectQueue, IJournalReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(CaseId, string), PendingEffect> _pending = [];
    private readonly Dictionary<CaseId, ImmutableSortedDictionary<string, JsonElement>> _marks = [];
    private readonly List<JournalEntry> _journal = [];
    private readonly Channel<(CaseId CaseId, CaseCommand Command)> _commands = Channel.CreateUnbounded<(CaseId, CaseCommand)>();
    private readonly List<ITimer> _timers = [];

    /// <summary>Set by the host; takes what is due.</summary>
    public IEffectHandler? Handler { get; set; }

    /// <summary>When set, no command can be written.</summary>
    public bool IsUnavailable { get; set; }

    /// <summary>Names of all marks of all cases.</summary>
    public IReadOnlyList<string> MarkNames
    {
        get
        {
            lock (_lock)
                return [.. _marks.Values.SelectMany(marks => marks.Keys)];
        }
    }

    public List<DateTimeOffset> Scheduled { get; } = [];

    /// <summary>Asks for an effect and hands it to the handler.</summary>
    public async Task<PendingEffect> RequestAsync(string payload, int number, DateTimeOffset? priority = null, string effectId = "e1")
    {
        var caseId = new CaseId(new Guid(number, 7, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1));
        var effect = new Effect(effectId, EffectKinds.AgencyOperation, 4, "b1", effectId == "e1" ? $"key-{number}" : $"key-{number}-{effectId}", JsonElement.Parse(payload));
        var pending = new PendingEffect(caseId, effect, 0, null, time.GetUtcNow(), priority);
        lock (_lock)
        {
            _pending[(caseId, effect.Id)] = pending;
            Write(caseId, new EffectRequested(effect));
        }

        await Handler!.HandleAsync(pending, TestContext.Current.CancellationToken);
        return pending;
    }

    /// <summary>The next accepted command of the type, marks left out unless asked for.</summary>
    public async Task<T> NextAsync<T>()
        where T : CaseCommand => (await NextOfCaseAsync<T>()).Command;

    public async Task<(CaseId CaseId, T Command)> NextOfCaseAsync<T>()
        where T : CaseCommand
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            var (caseId, command) = await _commands.Reader.ReadAsync(patience.Token);
            if (command is T wanted)
                return (caseId, wanted);
            if (command is not RecordMark)
                Assert.Fail($"Expected {typeof(T).Name}, but {command} came.");
        }
    }

    /// <summary>What was accepted since the last call, in order.</summary>
    public IReadOnlyList<(CaseId CaseId, CaseCommand Command)> Take()
    {
        var taken = new List<(CaseId, CaseCommand)>();
        while (_commands.Reader.TryRead(out var next))
            taken.Add(next);
        return taken;
    }

    public bool HasNoMoreCommands => !_commands.Reader.TryPeek(out _);

    /// <summary>Ends an effect as a deadline or a withdrawal does.</summary>
    public void Abandon(PendingEffect effect)
    {
        lock (_lock)
            Settle(effect.CaseId, effect.Effect.Id, EffectEnd.Abandoned);
    }

    public Task<CommandOutcome> SendAsync(CaseId caseId, CaseCommand command, Actor actor, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (IsUnavailable)
                return Task.FromResult<CommandOutcome>(new CommandOutcome.Unavailable("No node can write."));
            var isGone = command switch
            {
                RecordAttempt attempt => !Record(caseId, attempt),
                CompleteEffect complete => !Settle(caseId, complete.EffectId, EffectEnd.Done),
                FailEffect fail => !Settle(caseId, fail.EffectId, EffectEnd.Failed),
                _ => false,
            };
            if (command is RecordMark mark)
                _marks[caseId] = Marks(caseId).SetItem(mark.Name, mark.Data);
            if (command is ReportIncident report)
            {
                if (Marks(caseId).ContainsKey(report.Key))
                    return Task.FromResult<CommandOutcome>(new CommandOutcome.Rejected("incident-known", "Open."));
                _marks[caseId] = Marks(caseId).SetItem(report.Key, JsonSerializer.SerializeToElement(new { incident = "i1", data = report.Data }));
            }

            if (isGone)
                return Task.FromResult<CommandOutcome>(new CommandOutcome.Rejected("effect-gone", "Settled."));
            _commands.Writer.TryWrite((caseId, command));
            return Task.FromResult<CommandOutcome>(new CommandOutcome.Accepted(1, State(caseId)));
        }
    }

    public Task<CaseState?> FindAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult<CaseState?>(State(caseId));
    }

    public void Schedule(CaseId caseId, string effectId, DateTimeOffset at)
    {
        lock (_lock)
            Scheduled.Add(at);
        var wait = at - time.GetUtcNow();
        var timer = time.CreateTimer(_ => Offer(caseId, effectId), null, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        lock (_lock)
            _timers.Add(timer);
    }

    public Task<PendingEffect?> FindAsync(CaseId caseId, string effectId, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult(_pending.GetValueOrDefault((caseId, effectId)));
    }

    public Task<IReadOnlyList<PendingEffect>> PendingAsync(string kind, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<PendingEffect>>([.. _pending.Values.OrderBy(effect => effect.Priority).Take(limit)]);
    }

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(CaseId caseId, long after, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<JournalEntry>>([.. _journal.Where(entry => entry.CaseId == caseId && entry.Sequence > after).Take(limit)]);
    }

    public Task<StartOutcome> StartAsync(StartRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CaseState?> ReplayAsync(CaseId caseId, DateTimeOffset? at, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<JournalEntry> FollowAsync(CaseId caseId, long after, CancellationToken cancellationToken) => throw new NotSupportedException();

    private bool Record(CaseId caseId, RecordAttempt command)
    {
        if (!_pending.TryGetValue((caseId, command.EffectId), out var effect))
            return false;
        _pending[(caseId, command.EffectId)] = effect with { Attempts = command.Attempt.Number, LastClass = command.Attempt.Class };
        if (command.Attempt.NextAttemptAt is { } at)
            Schedule(caseId, command.EffectId, at);
        return true;
    }

    private bool Settle(CaseId caseId, string effectId, EffectEnd end)
    {
        if (!_pending.Remove((caseId, effectId)))
            return false;
        Write(caseId, new EffectSettled(effectId, end));
        return true;
    }

    private void Write(CaseId caseId, CaseEvent change) => _journal.Add(new JournalEntry(
        caseId, _journal.Count + 1, change.GetType().Name, null, Actor.System, time.GetUtcNow(), CaseEventJson.Serialize(change), default, default));

    private void Offer(CaseId caseId, string effectId)
    {
        PendingEffect? effect;
        lock (_lock)
            effect = _pending.GetValueOrDefault((caseId, effectId));
        if (effect is not null)
            Handler!.HandleAsync(effect, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
    }

    private ImmutableSortedDictionary<string, JsonElement> Marks(CaseId caseId) =>
        _marks.GetValueOrDefault(caseId) ?? ImmutableSortedDictionary<string, JsonElement>.Empty;

    private CaseState State(CaseId caseId) => new()
    {
        CaseId = caseId,
        Started = new CaseStarted("d", "v", 1, JsonElement.Parse("{}"), null, null, null),
        Marks = Marks(caseId),
    };
}
