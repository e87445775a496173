using System.Text.Json;
using Orchestrator.Agencies.Parking;
using Orchestrator.Agencies.Replies;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Calls;

internal sealed partial class CallRunner
{
    /// <summary>
    /// Sends the statuses that must come before this call's own. An agency that lacks one would refuse what follows, so none is skipped; each has its
    /// own key and its own mark in the journal, so that a crash between two of them repeats nothing.
    /// </summary>
    /// <returns>Why the call itself cannot be sent now, or null when it can.</returns>
    private async Task<TryResult?> SendPredecessorsAsync(AgencyCall call, PendingEffect effect, JsonElement inputs, CancellationToken cancellationToken)
    {
        if (StatusSequence.Of(call.Agency, call.Operation, inputs) is not { } sequence)
            return null;
        foreach (var status in sequence.Missing(await runtime.FindAsync(effect.CaseId, cancellationToken)))
        {
            var step = effect with { Effect = effect.Effect with { IdempotencyKey = sequence.KeyOf(effect.CaseId, status) } };
            var result = await SendAsync(call.Agency, call.Operation, call.Operation, step, sequence.With(status), null, ReplySource.Response, cancellationToken);
            if (result is not TryResult.Answered answered)
                return result;
            switch (answered.Meaning.Class)
            {
                case ReplyClass.Done or ReplyClass.AlreadyDone or ReplyClass.Accepted:
                    await NoteAsync(call, effect, sequence, status, answered, cancellationToken);
                    break;
                case ReplyClass.Invalid:
                    return new TryResult.Impossible(
                        "status-order",
                        $"Expected {call.Agency.Name.En} to take status {status} before {sequence.Status} for '{call.Operation.Name.En}', but it refuses it ({answered.Meaning.Reason}); settle it with the agency, then retry.");
                default:
                    // Down or not yet: the call waits, and the next try goes on with the status that is missing then.
                    return answered with { Effect = effect };
            }
        }

        return null;
    }

    private async Task NoteAsync(
        AgencyCall call, PendingEffect effect, StatusSequence sequence, JsonElement status, TryResult.Answered answered, CancellationToken cancellationToken)
    {
        var data = JsonSerializer.SerializeToElement(new
        {
            before = effect.Effect.Id,
            @class = answered.Meaning.Class.Word(),
            httpStatus = answered.Exchange.Reply.Status,
            requestHash = answered.Exchange.RequestHash,
            responseHash = answered.Exchange.ResponseHash,
        });
        var outcome = await runtime.SendAsync(effect.CaseId, new RecordMark(sequence.MarkName(status), data), new Actor("agency", call.Agency.Code), cancellationToken);
        if (outcome is CommandOutcome.Unavailable(var message))
            throw new IOException(message);
    }
}
