using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Workflows.Execution;

/// <summary>
/// A case folded from its journal; equal journals give equal states. Nobody sees it change: only the turn that made its own copy writes to it, before it hands it on.
/// </summary>
public sealed record CaseState
{
    /// <summary>Which case.</summary>
    public required CaseId CaseId { get; init; }

    /// <summary>The first entry; its version is the one the case keeps, which a <see cref="CaseMigrated"/> changes.</summary>
    public required CaseStarted Started { get; init; }

    /// <summary>Elsa's status.</summary>
    [JsonInclude]
    public CaseStatus Status { get; internal set; }

    /// <summary>Elsa's sub-status.</summary>
    [JsonInclude]
    public CaseSubStatus SubStatus { get; internal set; }

    /// <summary>Correlation id, or null.</summary>
    [JsonInclude]
    public string? CorrelationId { get; internal set; }

    /// <summary>Name, or null.</summary>
    [JsonInclude]
    public string? Name { get; internal set; }

    /// <summary>The workflow's inputs, a JSON object: what the case was started with, converted to the declared types where it fits, defaults applied.</summary>
    [JsonInclude]
    public JsonElement Input { get; internal set; }

    /// <summary>Open waits by bookmark id.</summary>
    [JsonInclude]
    public ImmutableSortedDictionary<string, Bookmark> Bookmarks { get; internal set; } = ImmutableSortedDictionary.Create<string, Bookmark>(StringComparer.Ordinal);

    /// <summary>Effects not settled, by effect id.</summary>
    [JsonInclude]
    public ImmutableSortedDictionary<string, Effect> Effects { get; internal set; } = ImmutableSortedDictionary.Create<string, Effect>(StringComparer.Ordinal);

    /// <summary>Open incidents by incident id.</summary>
    [JsonInclude]
    public ImmutableSortedDictionary<string, Incident> Incidents { get; internal set; } = ImmutableSortedDictionary.Create<string, Incident>(StringComparer.Ordinal);

    /// <summary>The newest mark of each name.</summary>
    [JsonInclude]
    public ImmutableSortedDictionary<string, JsonElement> Marks { get; internal set; } = ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Workflow outputs by name.</summary>
    [JsonInclude]
    public ImmutableSortedDictionary<string, JsonElement> Outputs { get; internal set; } = ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>True when scheduled work waits for a <see cref="Continue"/>.</summary>
    [JsonIgnore]
    public bool HasScheduledWork => !Scheduled.IsEmpty && !IsHeld;

    /// <summary>True after a runaway incident: scheduled work waits for a person instead of a <see cref="Continue"/>.</summary>
    [JsonInclude]
    public bool IsHeld { get; internal set; }

    /// <summary>True when the data of the case was erased; nothing can happen to it any more.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsErased { get; init; }

    /// <summary>Every run of every activity by its number: the steps of the case.</summary>
    [JsonInclude]
    public ImmutableSortedDictionary<long, ActivityExecution> Executions { get; internal set; } = ImmutableSortedDictionary<long, ActivityExecution>.Empty;

    /// <summary>Executions that have not ended (a faulted one has not: it can be repaired), by the execution that contains them; 0 holds the root.</summary>
    [JsonInclude]
    public ImmutableSortedDictionary<long, ImmutableSortedSet<long>> Children { get; internal set; } = ImmutableSortedDictionary<long, ImmutableSortedSet<long>>.Empty;

    /// <summary>Values of variables by the execution that owns them (0 is the workflow), then by variable id.</summary>
    [JsonInclude]
    public ImmutableSortedDictionary<long, ImmutableSortedDictionary<string, JsonElement>> Variables { get; internal set; } = ImmutableSortedDictionary<long, ImmutableSortedDictionary<string, JsonElement>>.Empty;

    /// <summary>Where containers are: waiting tokens of a flowchart, position of a loop. Only the container's behaviour knows the meaning.</summary>
    [JsonInclude]
    public ImmutableSortedDictionary<long, ImmutableArray<long>> Progress { get; internal set; } = ImmutableSortedDictionary<long, ImmutableArray<long>>.Empty;

    /// <summary>Activities to be started, in order; not empty only at the start and after a turn that was cut.</summary>
    [JsonInclude]
    public ImmutableList<ScheduledWork> Scheduled { get; internal set; } = [];

    /// <summary>The newest completed execution of each activity, by activity id.</summary>
    [JsonInclude]
    public ImmutableSortedDictionary<string, long> LastExecutions { get; internal set; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>The newest try of each effect that is not settled.</summary>
    [JsonInclude]
    public ImmutableSortedDictionary<string, EffectAttempt> Attempts { get; internal set; } = ImmutableSortedDictionary.Create<string, EffectAttempt>(StringComparer.Ordinal);

    /// <summary>Effects that failed for good, by effect id; a retry of the execution that asked asks for the same under the same idempotency key.</summary>
    [JsonInclude]
    public ImmutableSortedDictionary<string, Effect> FailedEffects { get; internal set; } = ImmutableSortedDictionary.Create<string, Effect>(StringComparer.Ordinal);

    /// <summary>The <c>Result</c> output of the activity that completed last, or null.</summary>
    [JsonInclude]
    public JsonElement? LastResult { get; internal set; }

    /// <summary>Executions so far; numbers the next one.</summary>
    [JsonInclude]
    public long ExecutionCount { get; internal set; }

    /// <summary>Completed executions so far; numbers the next one.</summary>
    [JsonInclude]
    public long CompletionCount { get; internal set; }

    /// <summary>Bookmarks so far; numbers the next one.</summary>
    [JsonInclude]
    public long BookmarkCount { get; internal set; }

    /// <summary>Effects so far; numbers the next one.</summary>
    [JsonInclude]
    public long EffectCount { get; internal set; }

    /// <summary>Incidents so far; numbers the next one.</summary>
    [JsonInclude]
    public long IncidentCount { get; internal set; }

    /// <summary>Activities started since the case last waited for something; bounds runaway loops.</summary>
    [JsonInclude]
    public long ActivitiesSinceWait { get; internal set; }

    /// <summary>The value of a workflow variable by name, or null when it has none (or is unknown).</summary>
    /// <param name="workflow">The version the case keeps.</param>
    /// <param name="name">Name, compared with case.</param>
    public JsonElement? VariableOf(Compilation.CompiledWorkflow workflow, string name)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        var id = workflow.Variables.FirstOrDefault(v => string.Equals(v.Name, name, StringComparison.Ordinal))?.Id ?? name;
        return Variables.TryGetValue(0, out var values) && values.TryGetValue(id, out var value) ? value : null;
    }
}
