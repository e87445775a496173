using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Workflows.Execution;

/// <summary>Something to be done outside the case, at least once, after its journal entry is durable.</summary>
/// <param name="Id">Unique within the case, for example <c>e3</c>.</param>
/// <param name="Kind">Which handler does it; see <see cref="EffectKinds"/>.</param>
/// <param name="ExecutionId">The execution that asked.</param>
/// <param name="BookmarkId">The bookmark its end resumes, or null when nobody waits.</param>
/// <param name="IdempotencyKey">
/// <c>&lt;case id&gt;-&lt;effect id&gt;</c>: the same over every try, crash and move. An effect that failed for good and is asked for again with the same
/// payload (a retried incident) keeps the key of the first, because the failed one may have been done; every other effect has a key of its own. The start of a child
/// case has the key of its activity's first run and what the child is started with (<see cref="Activities.Children.ChildKeys"/>), so that a retry finds the child again.
/// </param>
/// <param name="Payload">What the handler needs, a JSON object.</param>
/// <param name="Unlogged">Members of the payload, or of its <c>inputs</c>, that the asking activity keeps out of its record; who shows the payload leaves them out.</param>
public sealed record Effect(
    string Id, string Kind, long ExecutionId, string? BookmarkId, string IdempotencyKey, JsonElement Payload, ImmutableArray<string>? Unlogged = null);

/// <summary>The kinds of effect that the product itself knows; a module may add its own.</summary>
public static class EffectKinds
{
    /// <summary>Call an agency's operation: payload <c>{agency, operation, inputs}</c>.</summary>
    public const string AgencyOperation = "agency-operation";

    /// <summary>Deliver an event to waiting cases: payload <c>{eventName, correlationId, localTo, payload}</c>.</summary>
    public const string PublishEvent = "publish-event";

    /// <summary>Start a child case: payload <c>{definitionId, input, correlationId, wait}</c>.</summary>
    public const string DispatchWorkflow = "dispatch-workflow";

    /// <summary>Tell the waiting parent how this case ended: payload <c>{status, subStatus, output}</c>; the parent is in <see cref="CaseStarted.Parent"/>.</summary>
    public const string NotifyParent = "notify-parent";

    /// <summary>Send an HTTP request drawn by a designer: payload <c>{url, method, content, contentType, authorization, headers}</c>.</summary>
    public const string HttpRequest = "http-request";

    /// <summary>Answer an HTTP request that the case received: payload <c>{requestId, status, content, contentType, headers}</c>.</summary>
    public const string HttpResponse = "http-response";
}

/// <summary>One try of an effect.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Class">Reply class: <c>done</c>, <c>already-done</c>, <c>accepted</c> (answer follows by callback), <c>not-yet</c>, <c>invalid</c>, <c>down</c>.</param>
/// <param name="Status">HTTP status, or null when no answer came.</param>
/// <param name="RequestHash">SHA-256 of the request body in hexadecimal, or null.</param>
/// <param name="ResponseHash">SHA-256 of the answer in hexadecimal, or null.</param>
/// <param name="DurationMs">How long the try took, in milliseconds.</param>
/// <param name="Detail">One line for the support desk, or null.</param>
/// <param name="NextAttemptAt">When the next try is due; null when none is, or when the agency is down and the call is parked.</param>
public sealed record EffectAttempt(
    int Number, string Class, int? Status, string? RequestHash, string? ResponseHash, long DurationMs, string? Detail, DateTimeOffset? NextAttemptAt);

/// <summary>How an effect ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EffectEnd>))]
public enum EffectEnd
{
    /// <summary>Done, and its result used.</summary>
    Done,

    /// <summary>Given up for good.</summary>
    Failed,

    /// <summary>No longer needed; a late result is recorded, not used.</summary>
    Abandoned,
}
