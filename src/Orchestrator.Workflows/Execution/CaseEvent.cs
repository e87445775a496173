using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Workflows.Execution;

/// <summary>
/// Something that was decided and cannot be undone: the payload of one journal entry. Everything that was not known before the decision
/// (the time, evaluated expressions, new ids) is in the event, so that applying it needs neither clock nor script.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CaseStarted), nameof(CaseStarted))]
[JsonDerivedType(typeof(ActivityStarted), nameof(ActivityStarted))]
[JsonDerivedType(typeof(ActivityCompleted), nameof(ActivityCompleted))]
[JsonDerivedType(typeof(ActivityFaulted), nameof(ActivityFaulted))]
[JsonDerivedType(typeof(ActivityCanceled), nameof(ActivityCanceled))]
[JsonDerivedType(typeof(NotCompensated), nameof(NotCompensated))]
[JsonDerivedType(typeof(VariableSet), nameof(VariableSet))]
[JsonDerivedType(typeof(OutputSet), nameof(OutputSet))]
[JsonDerivedType(typeof(CorrelationSet), nameof(CorrelationSet))]
[JsonDerivedType(typeof(NameSet), nameof(NameSet))]
[JsonDerivedType(typeof(BookmarkCreated), nameof(BookmarkCreated))]
[JsonDerivedType(typeof(BookmarkRemoved), nameof(BookmarkRemoved))]
[JsonDerivedType(typeof(EffectRequested), nameof(EffectRequested))]
[JsonDerivedType(typeof(EffectAttempted), nameof(EffectAttempted))]
[JsonDerivedType(typeof(EffectSettled), nameof(EffectSettled))]
[JsonDerivedType(typeof(MarkRecorded), nameof(MarkRecorded))]
[JsonDerivedType(typeof(IncidentOpened), nameof(IncidentOpened))]
[JsonDerivedType(typeof(IncidentResolved), nameof(IncidentResolved))]
[JsonDerivedType(typeof(CaseStatusChanged), nameof(CaseStatusChanged))]
[JsonDerivedType(typeof(CaseMigrated), nameof(CaseMigrated))]
[JsonDerivedType(typeof(ParentWaits), nameof(ParentWaits))]
[JsonDerivedType(typeof(WorkScheduled), nameof(WorkScheduled))]
[JsonDerivedType(typeof(ProgressRecorded), nameof(ProgressRecorded))]
[JsonDerivedType(typeof(CaseErased), nameof(CaseErased))]
public abstract record CaseEvent;

/// <summary>The first entry of every case. Applying it schedules the root activity; nothing runs until <see cref="Continue"/>.</summary>
/// <param name="DefinitionId">Stable id of the definition.</param>
/// <param name="VersionId">The version this case keeps, whatever is published later.</param>
/// <param name="Version">Number of that version, from 1.</param>
/// <param name="Input">A JSON object: the workflow's inputs by name.</param>
/// <param name="CorrelationId">What events from outside are matched by, or null.</param>
/// <param name="Name">Name shown to people, or null.</param>
/// <param name="Parent">The case and execution that dispatched this one, or null.</param>
/// <param name="Trigger">What started the case by itself, or null when somebody started it.</param>
public sealed record CaseStarted(
    string DefinitionId, string VersionId, int Version, JsonElement Input, string? CorrelationId, string? Name, ParentLink? Parent,
    StartTrigger? Trigger = null) : CaseEvent;

/// <summary>The trigger that started a case: its activity does not wait once more.</summary>
/// <param name="NodeId">The activity's path from the root.</param>
/// <param name="Payload">What came: an event's payload, a request, the time; or null.</param>
public sealed record StartTrigger(string NodeId, JsonElement? Payload);

/// <summary>Where the answer of a child case goes.</summary>
/// <param name="CaseId">The waiting case.</param>
/// <param name="BookmarkId">The bookmark to resume, or null when nobody waits.</param>
public sealed record ParentLink(CaseId CaseId, string? BookmarkId);

/// <summary>
/// An activity began; <paramref name="Inputs"/> are its evaluated inputs by descriptor name (a JSON object) or null when not recorded.
/// <paramref name="Tag"/> is what its container remembers of it, <paramref name="Locals"/> values that only it and what it contains see,
/// <paramref name="RetryOf"/> the faulted execution that it repeats, <paramref name="Compensates"/> the completed one that it undoes. <paramref name="UnloggedInputs"/> are inputs that are
/// no part of the record (log persistence): an activity that still waits needs them, nobody may be shown them.
/// </summary>
public sealed record ActivityStarted(
    long ExecutionId, long? ParentExecutionId, string ActivityId, string NodeId, string Type, string? Name, JsonElement? Inputs,
    string? Tag = null, JsonElement? Locals = null, long? RetryOf = null, long? Compensates = null, JsonElement? UnloggedInputs = null) : CaseEvent;

/// <summary>
/// A run in a compensated scope was not undone. <paramref name="ExecutionId"/> is that run, <paramref name="Reason"/> one of
/// <see cref="Activities.Compensation.CompensationReasons"/>, <paramref name="ByExecutionId"/> the compensation that met it.
/// </summary>
public sealed record NotCompensated(long ExecutionId, string Reason, long ByExecutionId) : CaseEvent;

/// <summary>
/// An activity ended well; <paramref name="Outcomes"/> are the ports taken, <paramref name="Outputs"/> a JSON object by output name.
/// <paramref name="UnloggedOutputs"/> are outputs that are no part of the record (log persistence): expressions may still ask for them, nobody may be shown them.
/// </summary>
public sealed record ActivityCompleted(long ExecutionId, ImmutableArray<string> Outcomes, JsonElement? Outputs, JsonElement? UnloggedOutputs = null) : CaseEvent;

/// <summary>An activity ended in a fault; the incident that owns the fault follows in the same decision.</summary>
public sealed record ActivityFaulted(long ExecutionId, Fault Fault) : CaseEvent;

/// <summary>An activity was given up because its container, or the whole case, needs it no longer.</summary>
public sealed record ActivityCanceled(long ExecutionId) : CaseEvent;

/// <summary>A variable got a value, already converted to its declared type. <paramref name="ScopeExecutionId"/> is the execution that owns it; 0 is the workflow.</summary>
public sealed record VariableSet(long ScopeExecutionId, string VariableId, JsonElement Value) : CaseEvent;

/// <summary>A workflow output got a value.</summary>
public sealed record OutputSet(string Name, JsonElement Value) : CaseEvent;

/// <summary>The correlation id changed.</summary>
public sealed record CorrelationSet(string? CorrelationId) : CaseEvent;

/// <summary>The name changed.</summary>
public sealed record NameSet(string? Name) : CaseEvent;

/// <summary>The case waits for something.</summary>
public sealed record BookmarkCreated(Bookmark Bookmark) : CaseEvent;

/// <summary>
/// A wait ended. <paramref name="Payload"/> is what arrived, when something did; <paramref name="IsUnlogged"/> is true when the waiting activity keeps outputs
/// out of its record (log persistence), so that nobody may be shown what arrived, and null otherwise.
/// </summary>
public sealed record BookmarkRemoved(string BookmarkId, BookmarkEnd End, JsonElement? Payload, bool? IsUnlogged = null) : CaseEvent;

/// <summary>Something must happen outside the case after this entry is durable.</summary>
public sealed record EffectRequested(Effect Effect) : CaseEvent;

/// <summary>One try of an effect: when, what came back, what follows. Never carries personal data in clear.</summary>
public sealed record EffectAttempted(string EffectId, EffectAttempt Attempt) : CaseEvent;

/// <summary>An effect needs no further try.</summary>
public sealed record EffectSettled(string EffectId, EffectEnd End) : CaseEvent;

/// <summary>A fact about the case for those who read it (status, clock, note); the engine attaches no meaning to it.</summary>
/// <param name="Name">Which fact, for example <c>status</c>.</param>
/// <param name="Data">The fact, a JSON value.</param>
/// <param name="ExecutionId">The execution that recorded it, or null when a command did.</param>
public sealed record MarkRecorded(string Name, JsonElement Data, long? ExecutionId) : CaseEvent;

/// <summary>The case needs a person.</summary>
public sealed record IncidentOpened(Incident Incident) : CaseEvent;

/// <summary>A person (or a later success) closed an incident.</summary>
public sealed record IncidentResolved(string IncidentId, IncidentResolution Resolution, string? Reason) : CaseEvent;

/// <summary>The status of the whole case changed.</summary>
public sealed record CaseStatusChanged(CaseStatus Status, CaseSubStatus SubStatus) : CaseEvent;

/// <summary>A person had the case go on with another version of its definition; entries after this one are of that version.</summary>
/// <param name="VersionId">The other version.</param>
/// <param name="Version">Its number.</param>
public sealed record CaseMigrated(string VersionId, int Version) : CaseEvent;

/// <summary>The parent, whose activity runs again, waits for this case at another bookmark than the one it was started for.</summary>
/// <param name="BookmarkId">The bookmark of the parent.</param>
public sealed record ParentWaits(string BookmarkId) : CaseEvent;

/// <summary>The turn was cut at its bound: what is still to be started, in order; replaces what was scheduled before.</summary>
public sealed record WorkScheduled(ImmutableList<ScheduledWork> Work) : CaseEvent;

/// <summary>Where a container is at the end of a turn; the meaning belongs to the container's behaviour.</summary>
public sealed record ProgressRecorded(long ExecutionId, ImmutableArray<long> Positions) : CaseEvent;

/// <summary>
/// The last entry of a case whose data was erased: the key of all entries before was destroyed in the same commit. The only kind of entry that is stored in clear,
/// so it never carries personal data.
/// </summary>
/// <param name="Basis">Why, for example an article of law; names no person.</param>
/// <param name="ProposedBy">Who proposed it, <c>kind:id</c>.</param>
/// <param name="ApprovedBy">Who approved it, <c>kind:id</c>, the proposer among them when that is a person: always two different persons.</param>
public sealed record CaseErased(string Basis, string ProposedBy, ImmutableArray<string> ApprovedBy) : CaseEvent;
