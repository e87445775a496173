using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Audit.TimeTravel;

/// <summary>A case as it stood after one of its journal entries. Values that the procedure marks as sensitive are masked.</summary>
public sealed record CaseMoment
{
    /// <summary>Which case.</summary>
    public required CaseId CaseId { get; init; }

    /// <summary>The last entry that had been written.</summary>
    public required long Sequence { get; init; }

    /// <summary>When that entry was decided.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The definition.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>The version that was in force for the case then.</summary>
    public required string VersionId { get; init; }

    /// <summary>Number of that version.</summary>
    public required int Version { get; init; }

    /// <summary>The engine's status.</summary>
    public required CaseStatus Status { get; init; }

    /// <summary>The engine's sub-status.</summary>
    public required CaseSubStatus SubStatus { get; init; }

    /// <summary>Variables that had a value, those of the workflow first.</summary>
    public IReadOnlyList<MomentVariable> Variables { get; init; } = [];

    /// <summary>Activities that had been reached, in the order of their first run.</summary>
    public IReadOnlyList<MomentPlace> Places { get; init; } = [];

    /// <summary>Ports through which activities had been left.</summary>
    public IReadOnlyList<MomentExit> Exits { get; init; } = [];
}

/// <summary>A variable with its value at a moment.</summary>
/// <param name="Name">Name in the definition.</param>
/// <param name="ExecutionId">The execution that owns it; 0 is the workflow.</param>
/// <param name="Value">The value.</param>
public sealed record MomentVariable(string Name, long ExecutionId, JsonElement Value);

/// <summary>An activity on the diagram at a moment.</summary>
/// <param name="ActivityId">Its id in the definition.</param>
/// <param name="NodeId">Its path from the root.</param>
/// <param name="Name">Its name as drawn, in the language of the caller.</param>
/// <param name="Standing">How its newest run stood.</param>
/// <param name="Runs">How often it had run.</param>
public sealed record MomentPlace(string ActivityId, string NodeId, string Name, Standing Standing, int Runs);

/// <summary>A port through which an activity had been left.</summary>
/// <param name="ActivityId">The activity.</param>
/// <param name="Port">The port.</param>
public sealed record MomentExit(string ActivityId, string Port);

/// <summary>How an activity stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Standing>))]
public enum Standing
{
    /// <summary>It is at work.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>It waits for something from outside.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>It ended well.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>It failed.</summary>
    [JsonStringEnumMemberName("faulted")]
    Faulted,

    /// <summary>It was given up.</summary>
    [JsonStringEnumMemberName("canceled")]
    Canceled,
}
