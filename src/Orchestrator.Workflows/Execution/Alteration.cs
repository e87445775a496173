using System.Text.Json;
using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Workflows.Execution;

/// <summary>
/// A person changes a case by hand. Every alteration records a mark <c>alteration</c> with its kind and reason; the journal's actor is its author.
/// </summary>
/// <param name="Reason">Why; never empty.</param>
public abstract record AlterCase(string Reason) : CaseCommand;

/// <summary>Gives a variable another value, converted to its declared type. Rejected with <c>unknown-variable</c> or <c>value-type</c>.</summary>
/// <param name="VariableId">Id or name of a variable of the workflow, or of a container at work.</param>
/// <param name="Value">The value.</param>
/// <param name="Reason">Why.</param>
public sealed record ModifyVariable(string VariableId, JsonElement Value, string Reason) : AlterCase(Reason);

/// <summary>
/// Runs an activity of a flowchart that is at work: one that faulted is retried, any other starts afresh. What follows it follows again. Rejected with
/// <c>unknown-activity</c>, <c>container-not-running</c>, <c>container-unfit</c> or <c>already-running</c>.
/// </summary>
/// <param name="ActivityId">Which activity.</param>
/// <param name="Reason">Why.</param>
public sealed record ScheduleActivity(string ActivityId, string Reason) : AlterCase(Reason);

/// <summary>Gives up what an activity is doing; its branch ends there. Rejected with <c>not-running</c> when it does nothing.</summary>
/// <param name="ActivityId">Which activity.</param>
/// <param name="ExecutionId">Only this run of it, or null for all.</param>
/// <param name="Reason">Why.</param>
public sealed record CancelActivity(string ActivityId, long? ExecutionId, string Reason) : AlterCase(Reason);

/// <summary>
/// Has a case go on with another version of its definition. Nothing that ran runs again: completed steps, waits, effects and values stay. Rejected with
/// <c>migration-blocked</c>, naming the activity, when something at work has no place in the other version.
/// </summary>
/// <param name="Target">The other version.</param>
/// <param name="Reason">Why.</param>
public sealed record MigrateCase(CompiledWorkflow Target, string Reason) : AlterCase(Reason);
