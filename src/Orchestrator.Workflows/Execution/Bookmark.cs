using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Workflows.Execution;

/// <summary>A place where a case waits, and what wakes it.</summary>
/// <param name="Id">Unique within the case, for example <c>b7</c>.</param>
/// <param name="ExecutionId">The waiting execution.</param>
/// <param name="ActivityId">The waiting activity's id.</param>
/// <param name="NodeId">The waiting activity's path from the root.</param>
/// <param name="Kind">What can wake it.</param>
/// <param name="Name">Event or task name, compared with case; null where the kind needs none.</param>
/// <param name="DueAt">When the runtime fires it by itself, or null. Also the deadline of a wait for something else.</param>
/// <param name="Payload">
/// What readers need to show the wait, a JSON object or null. By convention: <c>holder</c> (who holds the case now:
/// <c>{"kind":"agency|officer|citizen|system","code":…}</c>), <c>reason</c> (<c>{"vi":…,"en":…}</c>), <c>clock</c> (<c>"paused"</c> when the
/// legal clock stands still meanwhile), <c>role</c> and <c>title</c> for tasks.
/// </param>
public sealed record Bookmark(
    string Id, long ExecutionId, string ActivityId, string NodeId, BookmarkKind Kind, string? Name, DateTimeOffset? DueAt, JsonElement? Payload);

/// <summary>What can wake a bookmark.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BookmarkKind>))]
public enum BookmarkKind
{
    /// <summary>A named event or signal.</summary>
    Event,

    /// <summary>The clock alone.</summary>
    Timer,

    /// <summary>A person, or an outside worker, completing a task.</summary>
    Task,

    /// <summary>The end of an effect, for example an agency's answer.</summary>
    Effect,

    /// <summary>The end of a child case.</summary>
    Child,

    /// <summary>An HTTP request.</summary>
    Http,
}

/// <summary>Why a wait ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BookmarkEnd>))]
public enum BookmarkEnd
{
    /// <summary>What was waited for came.</summary>
    Resumed,

    /// <summary>The due time came.</summary>
    Fired,

    /// <summary>The activity no longer needs it.</summary>
    Canceled,
}
