using System.Text.Json;
using Orchestrator.Agencies.Documents;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Callbacks;

public sealed partial class CallbackReceiver
{
    private const int Page = 500;

    /// <summary>
    /// The effect is settled. When an answer settled it, this one is a repetition. When it was given up, the agency did something that the case
    /// does not know of: an incident of that agency, once per answer, so that nothing is dropped with a log line only.
    /// </summary>
    private async Task<CallbackOutcome> SettledAsync(CallbackToken token, CallbackRequest request, CancellationToken cancellationToken)
    {
        var end = await EndAsync(token, cancellationToken);
        if (end is null)
            return new CallbackOutcome.Unavailable("Expected the request that this answers to be recorded, but it is not yet; send it again.");
        if (end.End == EffectEnd.Done)
            return new CallbackOutcome.AlreadyApplied();
        var limit = Limit(end.Operation, request.ContentType);
        using var body = await _files.HoldAsync(request.Body, limit, cancellationToken);
        if (body is null)
            return new CallbackOutcome.TooLarge(limit);
        if (end.Agency is { } caller && await ForgedAsync(token, caller, request, body, cancellationToken) is { } forged)
            return forged;

        var name = $"late-answer:{token.EffectId}";
        var hash = body.Sha256;
        var state = await _runtime.FindAsync(token.CaseId, cancellationToken);
        if (state is not null && state.Marks.TryGetValue(name, out var known) && known.TryGetProperty("data", out var data)
            && data.TryGetProperty("bodyHash", out var first) && first.GetString() == hash)
            return new CallbackOutcome.TooLate();

        var agency = end.Agency;
        var fault = new Fault(
            "callback-late",
            $"Expected no more answer of {agency?.Name.En ?? "the agency"} to {end.Operation?.Name.En ?? "a call"} that was given up, but one came; find out what the agency did, then undo it there or go on with it here.",
            $"{token.EffectId}, {end.End}", agency?.Code);
        var report = new ReportIncident(name, fault, JsonSerializer.SerializeToElement(new { effect = token.EffectId, end = end.End.ToString(), bodyHash = hash }));
        return await _runtime.SendAsync(token.CaseId, report, new Actor("agency", agency?.Code ?? "callback"), cancellationToken) switch
        {
            CommandOutcome.Unavailable unavailable => new CallbackOutcome.Unavailable(unavailable.Message),
            _ => new CallbackOutcome.TooLate(),
        };
    }

    private async Task<SettledCall?> EndAsync(CallbackToken token, CancellationToken cancellationToken)
    {
        JsonElement payload = default;
        for (var after = 0L; ;)
        {
            var entries = await _journal.ReadAsync(token.CaseId, after, Page, cancellationToken);
            foreach (var entry in entries.Where(entry => entry.Kind is nameof(EffectRequested) or nameof(EffectSettled)))
            {
                // Of an erased case nothing can be said any more, and nothing is left to be done.
                if (entry.Reading == EntryReading.Erased)
                    return new SettledCall(EffectEnd.Done, null, null);
                switch (entry.Event())
                {
                    case EffectRequested { Effect: var effect } when effect.Id == token.EffectId:
                        payload = effect.Payload;
                        break;
                    case EffectSettled settled when settled.EffectId == token.EffectId:
                        return _catalog.Find(payload) is var (agency, operation)
                            ? new SettledCall(settled.End, agency, operation) : new SettledCall(settled.End, null, null);
                }
            }

            if (entries.Count < Page)
                return null;
            after = entries[^1].Sequence;
        }
    }

    private sealed record SettledCall(EffectEnd End, AgencyDocument? Agency, AgencyOperation? Operation);
}
