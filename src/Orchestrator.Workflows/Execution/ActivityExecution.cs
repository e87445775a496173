using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Execution;

/// <summary>One run of one activity, as the journal tells it. Like <see cref="CaseState"/>, nobody sees it change.</summary>
public sealed record ActivityExecution
{
    /// <summary>Number of the execution within the case, from 1.</summary>
    public required long Id { get; init; }

    /// <summary>The container's execution, or null for the root.</summary>
    public long? ParentId { get; init; }

    /// <summary>The activity's id.</summary>
    public required string ActivityId { get; init; }

    /// <summary>The activity's path from the root.</summary>
    public required string NodeId { get; init; }

    /// <summary>The activity's type name.</summary>
    public required string Type { get; init; }

    /// <summary>Name shown to people, or null.</summary>
    public string? Name { get; init; }

    /// <summary>How far it is.</summary>
    [JsonInclude]
    public ExecutionStatus Status { get; internal set; }

    /// <summary>Evaluated inputs by descriptor name, a JSON object, or null.</summary>
    public JsonElement? Inputs { get; init; }

    /// <summary>Outputs by descriptor name, a JSON object, or null.</summary>
    [JsonInclude]
    public JsonElement? Outputs { get; internal set; }

    /// <summary>Inputs that are no part of the record (log persistence), by descriptor name; never to be shown. Null when there are none or nothing needs them any more.</summary>
    public JsonElement? UnloggedInputs { get; init; }

    /// <summary>Outputs that are no part of the record (log persistence), by descriptor name; never to be shown.</summary>
    [JsonInclude]
    public JsonElement? UnloggedOutputs { get; internal set; }

    /// <summary>Ports taken at the end.</summary>
    [JsonInclude]
    public ImmutableArray<string> Outcomes { get; internal set; } = [];

    /// <summary>What went wrong, or null.</summary>
    [JsonInclude]
    public Fault? Fault { get; internal set; }

    /// <summary>What the container remembers of this child (its branch or round), or null.</summary>
    public string? Tag { get; init; }

    /// <summary>The faulted execution that this one repeats, or null.</summary>
    public long? RetryOf { get; init; }

    /// <summary>The completed execution that this one undoes, or null.</summary>
    public long? Compensates { get; init; }

    /// <summary>Place among the completed executions of the case, from 1; null before it completes.</summary>
    [JsonInclude]
    public long? CompletedAs { get; internal set; }

    /// <summary>Why it was not undone when its scope was, one of <see cref="Activities.Compensation.CompensationReasons"/>; or null.</summary>
    public string? NotCompensated { get; init; }

    /// <summary>An input as it was evaluated, recorded or not; undefined when there is none.</summary>
    public JsonElement Input(string name) => Either(Inputs, UnloggedInputs, name);

    /// <summary>An output as it was given, recorded or not; undefined when there is none.</summary>
    public JsonElement Output(string name) => Either(Outputs, UnloggedOutputs, name);

    /// <summary>All inputs, recorded or not, a JSON object: for what runs the activity, never for what shows it.</summary>
    public JsonElement AllInputs() => Together(Inputs, UnloggedInputs);

    /// <summary>All outputs, recorded or not, a JSON object: for what goes on with them, never for what shows them.</summary>
    public JsonElement AllOutputs() => Together(Outputs, UnloggedOutputs);

    /// <summary>Ends it well, in place: only whoever folds the event has it.</summary>
    internal void Complete(ActivityCompleted completed, long completedAs)
    {
        (Status, Outcomes, Outputs, UnloggedOutputs) = (ExecutionStatus.Completed, completed.Outcomes, completed.Outputs, completed.UnloggedOutputs);
        (Fault, CompletedAs) = (null, completedAs);
    }

    private static JsonElement Either(JsonElement? logged, JsonElement? unlogged, string name) =>
        logged.GetValueOrDefault().Member(name) is { ValueKind: not JsonValueKind.Undefined } found ? found : unlogged.GetValueOrDefault().Member(name);

    private static JsonElement Together(JsonElement? logged, JsonElement? unlogged) =>
        unlogged is not { } hidden ? logged ?? JsonMembers.EmptyObject
        : logged is not { ValueKind: JsonValueKind.Object } shown ? hidden
        : Json.Object([.. shown.EnumerateObject().Concat(hidden.EnumerateObject()).Select(member => KeyValuePair.Create(member.Name, member.Value))]);
}

/// <summary>How far an execution is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExecutionStatus>))]
public enum ExecutionStatus
{
    /// <summary>Began and not ended: at work, or waiting.</summary>
    Running,

    /// <summary>Ended well.</summary>
    Completed,

    /// <summary>Given up.</summary>
    Canceled,

    /// <summary>Ended in a fault; its incident can run it again.</summary>
    Faulted,
}

/// <summary>An activity that is to be started.</summary>
/// <param name="NodeId">Which.</param>
/// <param name="ParentId">The container's execution, or null for the root.</param>
/// <param name="Tag">What the container remembers of it, or null.</param>
/// <param name="Locals">Values that only this execution and what it contains see, a JSON object by name, or null.</param>
/// <param name="RetryOf">The faulted execution that this one repeats, or null.</param>
/// <param name="Compensates">The completed execution that this one undoes, or null.</param>
public sealed record ScheduledWork(string NodeId, long? ParentId, string? Tag = null, JsonElement? Locals = null, long? RetryOf = null, long? Compensates = null);
