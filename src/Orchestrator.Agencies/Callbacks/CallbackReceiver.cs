using Microsoft.Extensions.Logging;
using Orchestrator.Agencies.Calls;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Documents;
using Orchestrator.Agencies.Replies;
using Orchestrator.Runtime.Effects;
using Orchestrator.Runtime.Journal;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Agencies.Callbacks;

/// <summary>
/// Takes agencies' asynchronous answers. The settlement of the effect makes an answer count once: whichever of callback, repeated callback and
/// poll comes first is used, the others find the effect gone. An answer that overtakes our own note of the 202 is used like any other.
/// </summary>
public sealed partial class CallbackReceiver
{
    private readonly AgencyCatalog _catalog;
    private readonly ICaseRuntime _runtime;
    private readonly IEffectQueue _queue;
    private readonly IJournalReader _journal;
    private readonly CallbackKey _key;
    private readonly AgencySettings _settings;
    private readonly AnswerFiles _files;
    private readonly AgencyInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal CallbackReceiver(
        AgencyCatalog catalog, ICaseRuntime runtime, IEffectQueue queue, IJournalReader journal, CallbackKey key, AgencySettings settings, AnswerFiles files,
        AgencyInstruments instruments, TimeProvider time, ILogger<CallbackReceiver> logger)
    {
        (_catalog, _runtime, _queue, _journal) = (catalog, runtime, queue, journal);
        (_key, _settings, _files, _instruments, _time, _logger) = (key, settings, files, instruments, time, logger);
    }

    /// <summary>Takes one answer.</summary>
    /// <param name="request">What came.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<CallbackOutcome> ReceiveAsync(CallbackRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var outcome = await ReceiveOnceAsync(request, cancellationToken);
        _instruments.CountCallback(outcome);
        return outcome;
    }

    private async Task<CallbackOutcome> ReceiveOnceAsync(CallbackRequest request, CancellationToken cancellationToken)
    {
        if (CallbackToken.Read(request.Token, _key.Bytes) is not { } token)
            return new CallbackOutcome.Unknown("callback-unknown", "Expected a callback URL that was given out here, but this is none; use the URL of the request as it is.");
        if (token.ExpiresAt < _time.GetUtcNow())
            return new CallbackOutcome.Unknown("callback-expired", "Expected an answer while its URL is valid, but it has expired; ask the support desk.");
        if (await _queue.FindAsync(token.CaseId, token.EffectId, cancellationToken) is not { } effect)
            return await SettledAsync(token, request, cancellationToken);
        if (_catalog.Find(effect.Effect.Payload) is not var (agency, operation))
            return new CallbackOutcome.Unavailable("Expected the operation that this answers, but its document is not loaded; try again later.");
        var limit = Limit(operation, request.ContentType);
        using var body = await _files.HoldAsync(request.Body, limit, cancellationToken);
        if (body is null)
            return new CallbackOutcome.TooLarge(limit);
        if (await ForgedAsync(token, agency, request, body, cancellationToken) is { } forged)
            return forged;

        var answer = await OpenAsync(agency, operation, request.ContentType, body, cancellationToken);
        if (answer.Fault is { } fault)
            return await RefusedAsync(token, agency, operation, fault, cancellationToken);
        var reply = new Reply(ReplySource.Callback, null, answer.Body) { HasFiles = answer.Files.Count > 0 && !answer.IsChecked, Schema = answer.Schema };
        var meaning = AnswerCheck.Apply(operation, reply, ReplyClassifier.Classify(operation.Replies, reply));
        LogReply(agency.Code, operation.Id, token.CaseId, token.EffectId, meaning.Class.Word(), meaning.Reason);
        var attempt = new EffectAttempt(effect.Attempts + 1, meaning.Class.Word(), null, null, body.Sha256, 0, $"callback: {meaning.Reason}", null);
        return meaning switch
        {
            { Class: ReplyClass.Done or ReplyClass.AlreadyDone } when await LinkAsync(token, agency, operation, answer.Files, cancellationToken) is { } unlinked => unlinked,
            { Class: ReplyClass.Done or ReplyClass.AlreadyDone } => await DoneAsync(
                token, agency, new CompleteEffect(token.EffectId, meaning.Outcome, NextSteps.Outputs(operation, reply), attempt), cancellationToken),
            { Class: ReplyClass.Accepted or ReplyClass.NotYet } => new CallbackOutcome.StillPending(),
            { Class: ReplyClass.Invalid, IsKnown: true } when NextSteps.Decide(agency, operation, effect, reply, meaning, false, _time.GetUtcNow()) is NextStep.GiveUp(var refusal) =>
                await TellAsync(token, agency, new FailEffect(token.EffectId, refusal, attempt), cancellationToken),
            _ => await InvalidAsync(token, agency, operation, meaning.Reason, cancellationToken),
        };
    }

    private async Task<CallbackOutcome> DoneAsync(CallbackToken token, AgencyDocument agency, CompleteEffect complete, CancellationToken cancellationToken)
    {
        await InvalidAnswers.CloseAsync(_runtime, token.CaseId, token.EffectId, agency, cancellationToken);
        return await TellAsync(token, agency, complete, cancellationToken);
    }

    private async Task<CallbackOutcome> TellAsync(CallbackToken token, AgencyDocument agency, CaseCommand command, CancellationToken cancellationToken) =>
        await _runtime.SendAsync(token.CaseId, command, new Actor("agency", agency.Code), cancellationToken) switch
        {
            CommandOutcome.Accepted => new CallbackOutcome.Applied(),
            CommandOutcome.Rejected { Code: "effect-gone" } => new CallbackOutcome.AlreadyApplied(),
            CommandOutcome.Rejected rejected => new CallbackOutcome.Unavailable(rejected.Message),
            CommandOutcome.Unavailable unavailable => new CallbackOutcome.Unavailable(unavailable.Message),
            _ => new CallbackOutcome.Unknown("callback-unknown", "Expected the case of this URL, but there is none; ask the support desk."),
        };
}
