using System.Text.Json;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Trials;

/// <summary>Something that a tried case waits for.</summary>
/// <param name="BookmarkId">Which wait.</param>
/// <param name="ActivityId">The waiting activity.</param>
/// <param name="Label">Its name.</param>
/// <param name="Kind">What can end the wait.</param>
/// <param name="Name">Name of the event or task, or null.</param>
/// <param name="DueAt">When the wait ends by itself, or null.</param>
/// <param name="Outcomes">For an agency's answer: the ports it can lead to. For a task: the options of the officer.</param>
/// <param name="Payload">What readers are told of the wait.</param>
internal sealed record TrialWait(
    string BookmarkId, string ActivityId, string Label, BookmarkKind Kind, string? Name, DateTimeOffset? DueAt, IReadOnlyList<string> Outcomes, JsonElement? Payload);

/// <summary>One run of an activity in a trial.</summary>
/// <param name="ExecutionId">Which run.</param>
/// <param name="ActivityId">Which activity.</param>
/// <param name="NodeId">Its path from the root.</param>
/// <param name="Label">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Status">How far it is.</param>
/// <param name="StartedAt">Virtual time of its beginning.</param>
/// <param name="EndedAt">Virtual time of its end, or null.</param>
/// <param name="Ports">Ports taken.</param>
/// <param name="Inputs">Evaluated inputs, or null.</param>
/// <param name="Outputs">Outputs, or null.</param>
/// <param name="Fault">What went wrong, or null.</param>
internal sealed record TrialStep(
    long ExecutionId, string ActivityId, string NodeId, string Label, string Type, ExecutionStatus Status, DateTimeOffset StartedAt, DateTimeOffset? EndedAt,
    IReadOnlyList<string> Ports, JsonElement? Inputs, JsonElement? Outputs, Fault? Fault);
