using System.Text.Json;

namespace Orchestrator.Designer.Alterations;

/// <summary>Changes to be made to every case that fits.</summary>
/// <param name="Id">Id of the plan, or null for a new one.</param>
/// <param name="Alterations">Objects with a <c>type</c>: <c>Cancel</c>, <c>CancelActivity</c>, <c>ScheduleActivity</c>, <c>ModifyVariable</c>, <c>Migrate</c>.</param>
/// <param name="Filter">Which cases.</param>
/// <param name="Reason">Why; Elsa's clients send none.</param>
internal sealed record AlterationPlanRequest(string? Id, IReadOnlyList<JsonElement>? Alterations, AlterationFilter? Filter, string? Reason);

/// <summary>Changes to be made to the cases named.</summary>
internal sealed record AlterationRunRequest(IReadOnlyList<JsonElement>? Alterations, IReadOnlyList<string>? WorkflowInstanceIds, string? Reason);

/// <summary>Faulted activities to be run again; of all incidents when no activity is named.</summary>
internal sealed record RetryRequest(IReadOnlyList<string>? WorkflowInstanceIds, IReadOnlyList<string>? ActivityIds, string? Reason);

/// <summary>Which cases; without any condition none, unless the caller says that all are meant.</summary>
internal sealed record AlterationFilter(
    bool? EmptyFilterSelectsAll, IReadOnlyList<string>? WorkflowInstanceIds, IReadOnlyList<string>? CorrelationIds, string? SearchTerm, IReadOnlyList<string>? DefinitionIds,
    IReadOnlyList<string>? DefinitionVersionIds, bool? HasIncidents, IReadOnlyList<string>? Statuses, IReadOnlyList<string>? SubStatuses,
    IReadOnlyList<Instances.TimestampFilter>? TimestampFilters)
{
    /// <summary>Conditions of Elsa that are not understood here; a plan with one is refused, because without it the plan would change more cases.</summary>
    [System.Text.Json.Serialization.JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>What became of one case.</summary>
internal sealed record AlterationResult(string WorkflowInstanceId, AlterationLog Log, bool WorkflowHasScheduledWork, bool IsSuccessful);

/// <summary>What was said about it.</summary>
internal sealed record AlterationLog(IReadOnlyList<AlterationLogEntry> LogEntries);

/// <summary>One line.</summary>
internal sealed record AlterationLogEntry(string Message, string LogLevel, DateTimeOffset Timestamp, string? EventName);
