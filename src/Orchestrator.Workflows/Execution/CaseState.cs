using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestrator.Workflows.Execution;

/// <summary>A case folded from its journal. Immutable; equal journals give equal states.</summary>
public sealed record CaseState
{
    /// <summary>Which case.</summary>
    public required CaseId CaseId { get; init; }

    /// <summary>The first entry; its version is the one the case keeps, which a <see cref="CaseMigrated"/> changes.</summary>
    public required CaseStarted Started { get; init; }

    /// <summary>Elsa's status.</summary>
    public CaseStatus Status { get; init; }

    /// <summary>Elsa's sub-status.</summary>
    public CaseSubStatus SubStatus { get; init; }

    /// <summary>Correlation id, or null.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The workflow's inputs, a JSON object: what the case was started with, converted to the declared types where it fits, defaults applied.</summary>
    public JsonElement Input { get; init; }

    /// <summary>Open waits by bookmark id.</summary>
    public ImmutableSortedDictionary<string, Bookmark> Bookmarks { get; init; } = ImmutableSortedDictionary.Create<string, Bookmark>(StringComparer.Ordinal);

    /// <summary>Effects not settled, by effect id.</summary>
    public ImmutableSortedDictionary<string, Effect> Effects { get; init; } = ImmutableSortedDictionary.Create<string, Effect>(StringComparer.Ordinal);

    /// <summary>Open incidents by incident id.</summary>
    public ImmutableSortedDictionary<string, Incident> Incidents { get; init; } = ImmutableSortedDictionary.Create<string, Incident>(StringComparer.Ordinal);

    /// <summary>The newest mark of each name.</summary>
    public ImmutableSortedDictionary<string, JsonElement> Marks { get; init; } = ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Workflow outputs by name.</summary>
    public ImmutableSortedDictionary<string, JsonElement> Outputs { get; init; } = ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>True when scheduled work waits for a <see cref="Continue"/>.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasScheduledWork => !Scheduled.IsEmpty && !IsHeld;

    /// <summary>True after a runaway incident: scheduled work waits for a person instead of a <see cref="Continue"/>.</summary>
    public bool IsHeld { get; init; }

    /// <summary>True when the data of the case was erased; nothing can happen to it any more.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsErased { get; init; }

    /// <summary>Every run of every activity by its number: the steps of the case.</summary>
    public ImmutableSortedDictionary<long, ActivityExecution> Executions { get; init; } = ImmutableSortedDictionary<long, ActivityExecution>.Empty;

    /// <summary>Executions that have not ended (a faulted one has not: it can be repaired), by the execution that contains them; 0 holds the root.</summary>
    public ImmutableSortedDictionary<long, ImmutableSortedSet<long>> Children { get; init; } = ImmutableSortedDictionary<long, ImmutableSortedSet<long>>.Empty;

    /// <summary>Values of variables by the execution that owns them (0 is the workflow), then by variable id.</summary>
    public ImmutableSortedDictionary<long, ImmutableSortedDictionary<string, JsonElement>> Variables { get; init; } = ImmutableSortedDictionary<long, ImmutableSortedDictionary<string, JsonElement>>.Empty;

    /// <summary>Where containers are: waiting tokens of a flowchart, position of a loop. Only the container's behaviour knows the meaning.</summary>
    public ImmutableSortedDictionary<long, ImmutableArray<long>> Progress { get; init; } = ImmutableSortedDictionary<long, ImmutableArray<long>>.Empty;

    /// <summary>Activities to be started, in order; not empty only at the start and after a turn that was cut.</summary>
    public ImmutableList<ScheduledWork> Scheduled { get; init; } = [];

    /// <summary>The newest completed execution of each activity, by activity id.</summary>
    public ImmutableSortedDictionary<string, long> LastExecutions { get; init; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>The newest try of each effect that is not settled.</summary>
    public ImmutableSortedDictionary<string, EffectAttempt> Attempts { get; init; } = ImmutableSortedDictionary.Create<string, EffectAttempt>(StringComparer.Ordinal);

    /// <summary>The newest effect of an execution that failed for good; a retry of that execution asks for the same under the same idempotency key.</summary>
    public ImmutableSortedDictionary<long, Effect> FailedEffects { get; init; } = ImmutableSortedDictionary<long, Effect>.Empty;

    /// <summary>The <c>Result</c> output of the activity that completed last, or null.</summary>
    public JsonElement? LastResult { get; init; }

    /// <summary>Executions so far; numbers the next one.</summary>
    public long ExecutionCount { get; init; }

    /// <summary>Completed executions so far; numbers the next one.</summary>
    public long CompletionCount { get; init; }

    /// <summary>Bookmarks so far; numbers the next one.</summary>
    public long BookmarkCount { get; init; }

    /// <summary>Effects so far; numbers the next one.</summary>
    public long EffectCount { get; init; }

    /// <summary>Incidents so far; numbers the next one.</summary>
    public long IncidentCount { get; init; }

    /// <summary>Activities started since the case last waited for something; bounds runaway loops.</summary>
    public long ActivitiesSinceWait { get; init; }

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
