using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orchestrator.Runtime.Projections;
using Orchestrator.Runtime.Running;
using Orchestrator.Runtime.Timers;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Runtime.Effects;

/// <summary>Offers effects to their handlers: after the commit that asks for them, again when their next try is due, and again after a crash.</summary>
internal sealed partial class EffectDispatcher : IDisposable
{
    private const int RecoveryPage = 5_000;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1), ReadAgainAfter = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (IEffectHandler Handler, EffectLine Line)> _lines;
    private readonly ConcurrentDictionary<(CaseId, string), EffectTicket> _unsettled = new();
    private readonly ConcurrentDictionary<(CaseId, string), int> _failures = new();
    private readonly DueQueue<(CaseId CaseId, string EffectId)> _later;
    private readonly EffectReader _reader;
    private readonly Func<CaseId, CaseCommand, Task<CommandOutcome?>> _send;
    private readonly TimeProvider _clock;
    private readonly RuntimeOptions _options;
    private readonly RuntimeMetrics _metrics;
    private readonly ILogger _logger;
    private readonly CancellationToken _ended;

    public EffectDispatcher(
        IEnumerable<IEffectHandler> handlers, EffectReader reader, Func<CaseId, CaseCommand, Task<CommandOutcome?>> send, TimeProvider clock,
        RuntimeOptions options, RuntimeMetrics metrics, ILogger logger, CancellationToken ended)
    {
        (_reader, _send, _clock, _options, _metrics, _logger, _ended) = (reader, send, clock, options, metrics, logger, ended);
        _lines = handlers.ToDictionary(
            handler => handler.Kind,
            handler => (handler, new EffectLine(options.EffectsInFlight, ticket => HandleAsync(handler, ticket))),
            StringComparer.Ordinal);
        _later = new(clock, key => Offer(key));
    }

    /// <summary>Effects not settled.</summary>
    public int Count => _unsettled.Count;

    /// <summary>Effects that wait for their next try.</summary>
    public int Delayed => _later.Count;

    /// <summary>Learns what a durable decision means for effects.</summary>
    public void Observe(CaseCommit commit)
    {
        for (var index = 0; index < commit.Events.Count; index++)
        {
            switch (commit.Events[index])
            {
                case EffectRequested { Effect: var effect } when commit.After.Effects.ContainsKey(effect.Id):
                    var priority = CaseDeadline.Of(commit.After);
                    var pending = new PendingEffect(commit.CaseId, effect, 0, null, commit.Entries[index].At, priority);
                    _unsettled[(commit.CaseId, effect.Id)] = new EffectTicket(commit.CaseId, effect.Id, effect.Kind, priority);
                    Join(new EffectTicket(commit.CaseId, effect.Id, effect.Kind, priority) { Fresh = pending });
                    break;
                case EffectAttempted { Attempt.NextAttemptAt: { } next, EffectId: var id }:
                    _later.Set((commit.CaseId, id), next);
                    break;
                case EffectSettled settled:
                    Forget((commit.CaseId, settled.EffectId));
                    break;
            }
        }
    }

    /// <summary>Offers an effect at a time.</summary>
    public void Schedule(CaseId caseId, string effectId, DateTimeOffset at)
    {
        if (at <= _clock.GetUtcNow()) Offer((caseId, effectId));
        else _later.Set((caseId, effectId), at);
    }

    /// <summary>Offers everything that has an entry but no end.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        var (caseId, effectId) = (new CaseId(Guid.Empty), "");
        while (true)
        {
            var page = await _reader.PageAsync(caseId, effectId, RecoveryPage, cancellationToken);
            foreach (var ticket in page)
            {
                if (!_unsettled.TryAdd((ticket.CaseId, ticket.EffectId), ticket)) continue;
                Schedule(ticket.CaseId, ticket.EffectId, ticket.NextAttemptAt ?? DateTimeOffset.MinValue);
            }

            if (page.Count < RecoveryPage) return;
            (caseId, effectId) = (page[^1].CaseId, page[^1].EffectId);
        }
    }

    public void Dispose() => _later.Dispose();

    private void Offer((CaseId CaseId, string EffectId) key)
    {
        if (_unsettled.TryGetValue(key, out var ticket)) Join(ticket);
    }

    private void Join(EffectTicket ticket)
    {
        if (_ended.IsCancellationRequested) return;
        if (_lines.TryGetValue(ticket.Kind, out var found)) found.Line.Join(ticket);
        else _ = GiveUpAsync(ticket, new Fault(
            "no-handler", $"Expected something to do effects of kind {ticket.Kind}, but nothing here does; install what the definition needs and retry the incident."));
    }

    private void Forget((CaseId, string) key)
    {
        _unsettled.TryRemove(key, out _);
        _failures.TryRemove(key, out _);
        _later.Remove(key);
    }

    private async Task HandleAsync(IEffectHandler handler, EffectTicket ticket)
    {
        var key = (ticket.CaseId, ticket.EffectId);
        if (_ended.IsCancellationRequested || !_unsettled.ContainsKey(key)) return;
        try
        {
            var pending = ticket.Fresh ?? await _reader.FindAsync(ticket.CaseId, ticket.EffectId, _ended);
            if (pending is null)
            {
                Forget(key);
                return;
            }

            _metrics.EffectOffered(ticket.Kind);
            using var span = RuntimeMetrics.Source.StartActivity("effect " + ticket.Kind);
            await handler.HandleAsync(pending, _ended);
            _failures.TryRemove(key, out _);
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The node stops or has lost its shards; whoever owns them next offers the effect again.
        }
        catch (Exception cause)
        {
            await FailAsync(ticket, cause);
        }
    }

    private async Task FailAsync(EffectTicket ticket, Exception cause)
    {
        var key = (ticket.CaseId, ticket.EffectId);
        var failures = _failures.AddOrUpdate(key, 1, (_, before) => before + 1);
        LogHandlerFailed(_logger, ticket.Kind, ticket.CaseId, ticket.EffectId, failures, cause);
        if (failures < _options.HandlerFailures)
        {
            var delay = _options.HandlerDelay * Math.Pow(2, Math.Min(failures - 1, 20));
            _later.Set(key, _clock.GetUtcNow() + (delay < LongestDelay ? delay : LongestDelay));
            return;
        }

        await GiveUpAsync(ticket, new Fault(
            "handler-failed",
            $"Expected the handler of {ticket.Kind} to finish, but it failed {failures} times; look at the log and retry the incident.", cause.GetType().Name));
    }

    private async Task GiveUpAsync(EffectTicket ticket, Fault fault)
    {
        var key = (ticket.CaseId, ticket.EffectId);
        try
        {
            if (await _send(ticket.CaseId, new FailEffect(ticket.EffectId, fault, null)) is null or CommandOutcome.Unavailable)
                _later.Set(key, _clock.GetUtcNow() + ReadAgainAfter);
        }
        catch (Exception refused)
        {
            LogNotGivenUp(_logger, ticket.Kind, ticket.CaseId, ticket.EffectId, refused);
            _later.Set(key, _clock.GetUtcNow() + LongestDelay);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Effect {EffectId} of kind {Kind} of case {CaseId} could not be given up")]
    private static partial void LogNotGivenUp(ILogger logger, string kind, CaseId caseId, string effectId, Exception cause);

    [LoggerMessage(2, LogLevel.Warning, "The handler of {Kind} failed for effect {EffectId} of case {CaseId}, {Failures} times so far")]
    private static partial void LogHandlerFailed(ILogger logger, string kind, CaseId caseId, string effectId, int failures, Exception cause);
}
