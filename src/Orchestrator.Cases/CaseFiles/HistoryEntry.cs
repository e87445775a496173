using System.Text.Json;

namespace Orchestrator.Cases.CaseFiles;

/// <summary>One line of a case's history.</summary>
/// <param name="Sequence">From 1, without gaps.</param>
/// <param name="Kind">Name of the event.</param>
/// <param name="ActivityId">The activity concerned, or null.</param>
/// <param name="ActivityName">Its name as drawn, or null.</param>
/// <param name="Actor">Who caused it, <c>kind:id</c>.</param>
/// <param name="At">When.</param>
/// <param name="Payload">The event, with sensitive members masked; <c>{"erased":true}</c> when the data of the case was erased.</param>
/// <param name="Hash">Hash of the entry, hexadecimal.</param>
public sealed record HistoryEntry(
    long Sequence, string Kind, string? ActivityId, string? ActivityName, string Actor, DateTimeOffset At, JsonElement Payload, string Hash);
