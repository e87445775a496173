using System.Text.Json;

namespace Orchestrator.Designer.Instances;

/// <summary>One line of a case's history, in Elsa's form. Every journal entry is one, in the same order.</summary>
internal sealed record JournalRecord(
    string Id, string ActivityInstanceId, string? ParentActivityInstanceId, string ActivityId, string ActivityType, int ActivityTypeVersion, string? ActivityName,
    string NodeId, DateTimeOffset Timestamp, long Sequence, string EventName, string? Message, string Source, JsonElement? ActivityState,
    IReadOnlyDictionary<string, JsonElement>? Payload);

/// <summary>What a viewer asks of the history; a member that is null asks for nothing.</summary>
internal sealed record JournalRequest(JournalRequestFilter? Filter);

/// <summary>Which lines.</summary>
internal sealed record JournalRequestFilter(
    IReadOnlyList<string>? ActivityIds, IReadOnlyList<string>? ActivityNodeIds, IReadOnlyList<string>? ExcludedActivityTypes, IReadOnlyList<string>? EventNames);
