using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orchestrator.Agencies.Callbacks;
using Orchestrator.Agencies.Parking;
using Orchestrator.Agencies.Replies;
using Orchestrator.Agencies.Retries;
using Orchestrator.Attachments;
using Orchestrator.Attachments.Links;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Calls;

/// <summary>Tells cases what came of their calls.</summary>
internal sealed partial class CallReporter(ICaseRuntime runtime, IEffectQueue queue, TimeProvider time, ILogger<CallReporter> logger)
{
    /// <summary>Failures of the orchestrator itself after which a person must look.</summary>
    private const int MostOwnFailures = 10;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>How often, and how long, what is missing on our side is waited for before a person must look.</summary>
    private static readonly TimeSpan UnreadyWait = TimeSpan.FromSeconds(30), LongestUnready = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<CallKey, int> _ownFailures = new();

    /// <summary>Tells it; true when the call waits until the agency is back.</summary>
    public async Task<bool> ReportAsync(AgencyCall call, TryResult result, bool isOpen, CancellationToken cancellationToken)
    {
        try
        {
            var isParked = await SendAsync(call, result, isOpen, cancellationToken);
            if (result is not TryResult.Broken)
                _ownFailures.TryRemove(call.Key, out _);
            return isParked;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception problem)
        {
            LogUnreported(problem, call.Agency.Code, call.Operation.Id, call.Effect.CaseId, call.Effect.Effect.Id);
            Later(call);
            return false;
        }
    }

    private async Task<bool> SendAsync(AgencyCall call, TryResult result, bool isOpen, CancellationToken cancellationToken)
    {
        var id = call.Effect.Effect.Id;
        switch (result)
        {
            case TryResult.NotNeeded:
                return false;
            case TryResult.Impossible(var code, var message) impossible:
                await TellAsync(call, new FailEffect(id, new Fault(code, message, null, impossible.Owner), null), cancellationToken);
                return false;
            case TryResult.NotReady(var code, var message) when time.GetUtcNow() - call.Effect.RequestedAt >= LongestUnready:
                await TellAsync(call, new FailEffect(id, new Fault(code, message, null, "support"), null), cancellationToken);
                return false;
            case TryResult.NotReady:
                queue.Schedule(call.Effect.CaseId, id, time.GetUtcNow() + UnreadyWait);
                return false;
            case TryResult.Broken when _ownFailures.AddOrUpdate(call.Key, 1, (_, failures) => failures + 1) < MostOwnFailures:
                Later(call);
                return false;
            case TryResult.Broken(var problem):
                await TellAsync(
                    call,
                    new FailEffect(id, new Fault("call-broken", $"Expected to try '{call.Operation.Name.En}', but the orchestrator failed {MostOwnFailures} times; report this, then retry.", problem.GetType().Name), null),
                    cancellationToken);
                return false;
            case TryResult.Answered answered:
                return await FollowAsync(call, answered, isOpen, cancellationToken);
            default:
                throw new UnreachableException();
        }
    }

    private async Task<bool> FollowAsync(AgencyCall call, TryResult.Answered answered, bool isOpen, CancellationToken cancellationToken)
    {
        var id = call.Effect.Effect.Id;
        var (effect, exchange, meaning) = answered;
        var next = NextSteps.Decide(call.Agency, call.Operation, effect, exchange.Reply, meaning, isOpen, time.GetUtcNow());
        switch (next)
        {
            case NextStep.Settle(var outcome, var outputs):
                await NoteStatusAsync(call, meaning, cancellationToken);
                await LinkAsync(call, exchange.Files, cancellationToken);
                if (effect.Attempts > 0)
                    await InvalidAnswers.CloseAsync(runtime, call.Key.CaseId, id, call.Agency, cancellationToken);
                await TellAsync(call, new CompleteEffect(id, outcome, outputs, Attempt(effect, exchange, meaning, null)), cancellationToken);
                return false;
            case NextStep.GiveUp(var fault):
                await TellAsync(call, new FailEffect(id, fault, Attempt(effect, exchange, meaning, null)), cancellationToken);
                return false;
            case NextStep.AwaitAnswer(var pollAt):
                // The receipt first: an accepted call whose receipt is lost would have to be sent again to be asked about.
                if (exchange.Reply.Source == ReplySource.Response && Receipt.Of(call.Operation, exchange.Reply) is { } receipt)
                    await TellAsync(call, new RecordMark(Receipt.MarkName(id), receipt), cancellationToken);
                if (exchange.Reply.Source == ReplySource.Response)
                    await NoteStatusAsync(call, meaning, cancellationToken);
                await TellAsync(call, new RecordAttempt(id, Attempt(effect, exchange, meaning with { Class = ReplyClass.Accepted }, pollAt)), cancellationToken);
                return false;
            case NextStep.TryAgain(var at):
                await TellAsync(call, new RecordAttempt(id, Attempt(effect, exchange, meaning, at)), cancellationToken);
                return false;
            case NextStep.Park:
                // Once per outage: a day of probes is not a day of journal entries.
                if (effect.LastClass != ReplyClass.Down.Word())
                    await TellAsync(call, new RecordAttempt(id, Attempt(effect, exchange, meaning, null)), cancellationToken);
                return true;
            default:
                throw new UnreachableException();
        }
    }

    // Before the case sees the answer: a reference without its link would be swept away under the case. What fails here is asked for again with the same key.
    private async Task LinkAsync(AgencyCall call, IReadOnlyList<Attachment> files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            var mark = AttachmentMarks.Link(file, $"agency:{call.Agency.Code}/{call.Operation.Id}");
            if (await runtime.SendAsync(call.Effect.CaseId, mark, new Actor("agency", call.Agency.Code), cancellationToken) is CommandOutcome.Unavailable(var message))
                throw new IOException(message);
        }
    }

    // Before the end of the call: once the agency has a status, the next call must know it, whatever crashes in between.
    private async Task NoteStatusAsync(AgencyCall call, Classification meaning, CancellationToken cancellationToken)
    {
        var inputs = call.Effect.Effect.Payload.TryGetProperty("inputs", out var given) ? given : default;
        if (StatusSequence.Of(call.Agency, call.Operation, inputs) is { } sequence)
        {
            var data = JsonSerializer.SerializeToElement(new { by = call.Effect.Effect.Id, @class = meaning.Class.Word() });
            await TellAsync(call, new RecordMark(sequence.MarkName(sequence.Status), data), cancellationToken);
        }
    }

    private async Task TellAsync(AgencyCall call, CaseCommand command, CancellationToken cancellationToken)
    {
        var outcome = await runtime.SendAsync(call.Effect.CaseId, command, new Actor("agency", call.Agency.Code), cancellationToken);
        switch (outcome)
        {
            // "effect-gone" is the ordinary end of a race with a callback or a deadline.
            case CommandOutcome.Rejected { Code: not "effect-gone" } rejected:
                LogRejected(call.Agency.Code, call.Operation.Id, call.Effect.CaseId, call.Effect.Effect.Id, rejected.Code, rejected.Message);
                break;
            case CommandOutcome.Unavailable:
                Later(call);
                break;
        }
    }

    private void Later(AgencyCall call)
    {
        var failures = _ownFailures.GetValueOrDefault(call.Key, 1);
        queue.Schedule(
            call.Effect.CaseId, call.Effect.Effect.Id,
            time.GetUtcNow() + RetryDelays.Growing(ShortestWait, LongestWait, failures - 1, call.Effect.Effect.IdempotencyKey));
    }

    private static EffectAttempt Attempt(PendingEffect effect, Exchange exchange, Classification meaning, DateTimeOffset? next) => new(
        effect.Attempts + 1, meaning.Class.Word(), exchange.Reply.Status, exchange.RequestHash, exchange.ResponseHash,
        (long)exchange.Duration.TotalMilliseconds, meaning.Reason, next);
}
