using System.Text.Json;

namespace Orchestrator.Workflows.Execution;

/// <summary>A wish to change a case; the engine accepts it with events or rejects it with a reason.</summary>
public abstract record CaseCommand;

/// <summary>Run what is scheduled: after <see cref="CaseStarted"/>, and after a turn that was cut at its bound.</summary>
public sealed record Continue : CaseCommand;

/// <summary>Deliver a named event. Rejected with <c>nobody-waits</c> when no bookmark has that name.</summary>
public sealed record DeliverEvent(string Name, JsonElement? Payload) : CaseCommand;

/// <summary>The due time of a bookmark has come. Rejected with <c>bookmark-gone</c> when it is no longer there.</summary>
public sealed record FireTimer(string BookmarkId) : CaseCommand;

/// <summary>A person or worker completed a task. Rejected with <c>bookmark-gone</c> when it is no longer there.</summary>
public sealed record CompleteTask(string BookmarkId, JsonElement? Result) : CaseCommand;

/// <summary>A request came to an HTTP endpoint that the case waits at. Rejected with <c>bookmark-gone</c> when it waits there no longer.</summary>
/// <param name="BookmarkId">Which.</param>
/// <param name="Request">A JSON object: <c>{requestId, method, path, routeData, queryStringData, headers, parsedContent, isTooLarge}</c>.</param>
public sealed record ReceiveRequest(string BookmarkId, JsonElement Request) : CaseCommand;

/// <summary>A child case ended.</summary>
public sealed record CompleteChild(string BookmarkId, CaseId Child, CaseSubStatus SubStatus, JsonElement Output) : CaseCommand;

/// <summary>A try of an effect came to nothing final yet. Rejected with <c>effect-gone</c> when it is settled.</summary>
public sealed record RecordAttempt(string EffectId, EffectAttempt Attempt) : CaseCommand;

/// <summary>An effect has its final answer. Rejected with <c>effect-gone</c> when it is settled already, so that a repeated answer is applied once.</summary>
/// <param name="EffectId">Which.</param>
/// <param name="Outcome">The port to take, or null for effects nobody waits for.</param>
/// <param name="Outputs">A JSON object by output name, or null.</param>
/// <param name="Attempt">The try that brought the answer, recorded first, or null.</param>
public sealed record CompleteEffect(string EffectId, string? Outcome, JsonElement? Outputs, EffectAttempt? Attempt) : CaseCommand;

/// <summary>An effect can never succeed. The activity takes its <c>Failed</c> port when that is connected, else an incident opens.</summary>
public sealed record FailEffect(string EffectId, Fault Fault, EffectAttempt? Attempt) : CaseCommand;

/// <summary>
/// Ask once more, under the same idempotency key, for what a settled effect asked for, because the other side has lost it; also after the case's end. Nothing of the
/// case runs again and the answer changes nothing in it. Rejected with <c>effect-pending</c> while an effect with that key waits, and with <c>reason-required</c>.
/// </summary>
/// <param name="Effect">The effect as it was asked for.</param>
/// <param name="Reason">Why; never empty.</param>
public sealed record RepeatEffect(Effect Effect, string Reason) : CaseCommand;

/// <summary>
/// Tell the parent at this bookmark when the case ends: the activity that dispatched it runs again and must not dispatch it twice. Rejected with <c>case-ended</c>
/// when it is too late for that, and with <c>no-parent</c>.
/// </summary>
/// <param name="BookmarkId">The bookmark of the parent.</param>
public sealed record AwaitByParent(string BookmarkId) : CaseCommand;

/// <summary>Record a fact about the case without running anything.</summary>
public sealed record RecordMark(string Name, JsonElement Data) : CaseCommand;

/// <summary>
/// Open an incident about the case as a whole, also after its end: something outside happened that nobody in the case waits for. Nothing runs.
/// Rejected with <c>incident-known</c> while an incident reported under the same key is open.
/// </summary>
/// <param name="Key">Name of the mark that remembers it, for example <c>late-answer:e4</c>.</param>
/// <param name="Fault">What is wrong, and who must act.</param>
/// <param name="Data">Kept in the mark beside the incident's id, or null; without personal data.</param>
public sealed record ReportIncident(string Key, Fault Fault, JsonElement? Data = null) : CaseCommand;

/// <summary>End the case. Waiting activities are cancelled, pending effects abandoned.</summary>
/// <param name="Reason">Why, for the journal.</param>
/// <param name="Marks">Marks recorded in the same decision (for example the status "withdrawn"), by name; a JSON object or null.</param>
public sealed record CancelCase(string Reason, JsonElement? Marks = null) : CaseCommand;

/// <summary>
/// Undo what a scope around an incident did outside the case, then do what follows. The incident stays open meanwhile. Rejected with <c>incident-gone</c>,
/// <c>reason-required</c>, <c>unknown-scope</c>, <c>compensation-under-way</c>, <c>compensation-of-compensation</c> or <c>case-held</c>.
/// </summary>
/// <param name="IncidentId">Which.</param>
/// <param name="Scope">Id or name of a container or activity, <c>case</c> for everything, or null for the container around the incident.</param>
/// <param name="Then">What follows when everything is undone.</param>
/// <param name="Reason">Why; never empty.</param>
/// <param name="Marks">With <see cref="CompensationFollowUp.Cancel"/>: marks recorded with the end of the case, a JSON object or null.</param>
public sealed record CompensateIncident(string IncidentId, string? Scope, CompensationFollowUp Then, string Reason, JsonElement? Marks = null) : CaseCommand;

/// <summary>What follows a compensation that a person asked for.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<CompensationFollowUp>))]
public enum CompensationFollowUp
{
    /// <summary>The incident stays open; a person decides further.</summary>
    Fault,

    /// <summary>The case ends.</summary>
    Cancel,

    /// <summary>The scope runs again from its beginning when it is a container around the incident, else the faulted activity does.</summary>
    Retry,
}

/// <summary>
/// Erase the data of a case that has ended. Rejected with <c>case-runs</c> while it has not ended or something of it is still to be done outside, with
/// <c>incidents-open</c> while a person must act on it, and with <c>basis-required</c>.
/// </summary>
/// <param name="Basis">Why, for example an article of law; names no person.</param>
/// <param name="ProposedBy">Who proposed it, <c>kind:id</c>.</param>
/// <param name="ApprovedBy">Who approved it, <c>kind:id</c>.</param>
public sealed record EraseCase(string Basis, string ProposedBy, System.Collections.Immutable.ImmutableArray<string> ApprovedBy) : CaseCommand;

/// <summary>Close an incident.</summary>
/// <param name="IncidentId">Which.</param>
/// <param name="Resolution">How.</param>
/// <param name="Reason">Why; required for all but <see cref="IncidentResolution.Retried"/>.</param>
/// <param name="Outcome">With <see cref="IncidentResolution.Overridden"/>: the port to take.</param>
/// <param name="Outputs">With <see cref="IncidentResolution.Overridden"/>: output values by name.</param>
public sealed record ResolveIncident(
    string IncidentId, IncidentResolution Resolution, string? Reason, string? Outcome = null, JsonElement? Outputs = null) : CaseCommand;
