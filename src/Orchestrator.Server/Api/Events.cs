using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orchestrator.Cases.Applications;
using Orchestrator.Runtime.Triggers;
using Orchestrator.Server.Access;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>Named events from outside, for whatever waits for them.</summary>
internal static class EventEndpoints
{
    private const int LongestName = 200;
    private const int LongestKey = 200;

    /// <summary>Maps <c>/events/{name}</c>.</summary>
    public static void MapEvents(this RouteGroupBuilder api) => api
        .MapPost("/events/{name}", PublishAsync).WithName("PublishEvent").WithTags("Signals").For(Permission.ChangeCases).Takes<EventBody>()
        .Fails(ProblemKind.IdempotencyKeyMissing, ProblemKind.RequestInvalid, ProblemKind.BadParameter, ProblemKind.EventConflict)
        .WithSummary("Gives a named event to every case that waits for it and starts the workflows that begin with it, once per Idempotency-Key.")
        .WithDescription(
            "With 'correlationId' only cases of that correlation id get it, and cases that it starts take it as theirs. Sent again under the same key, it reaches nobody "
            + "twice, and with another body it is refused (409); keys of different senders never meet. A caller that may know of some cases only reaches no other. "
            + "200 also when nobody waits: then both counts are 0.");

    private static async Task<Results<Ok<EventReceipt>, Problem>> PublishAsync(
        string name, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, HttpContext context, IEventPublisher events, CaseScope scope)
    {
        if (string.IsNullOrEmpty(idempotencyKey) || idempotencyKey.Length > LongestKey || !idempotencyKey.All(character => character is > ' ' and <= '~'))
            return (Problem)ProblemKind.IdempotencyKeyMissing;
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName)
            return new Problem(ProblemKind.BadParameter, "name");
        var body = await RequestBody.ReadAsync<EventBody>(context);
        if (!body.IsGood)
            return body.Problem;
        var caller = context.Caller();
        var hash = CanonicalJson.Hash(JsonSerializer.SerializeToElement(new { body.Value.Payload, body.Value.CorrelationId }));
        var published = new PublishedEvent(name, body.Value.CorrelationId, body.Value.Payload, $"api/{caller.Actor}/{name}/{idempotencyKey}", hash);
        try
        {
            var outcome = await events.PublishAsync(
                published, caller.Actor, caller.Agency is null && caller.Localities.IsEmpty ? null : caseId => scope.SeesAsync(caller, caseId, context.RequestAborted), context.RequestAborted);
            return outcome is EventOutcome.Reached reach ? TypedResults.Ok(new EventReceipt(reach.Resumed.Count, reach.Started.Count)) : (Problem)ProblemKind.EventConflict;
        }
        catch (IOException)
        {
            return Faults.Unavailable;
        }
    }
}

/// <summary>An event.</summary>
/// <param name="Payload">What it carries: any JSON, or nothing.</param>
/// <param name="CorrelationId">Only for cases of this correlation id, or null for all.</param>
public sealed record EventBody(JsonElement? Payload, string? CorrelationId);

/// <summary>Whom an event reached.</summary>
/// <param name="Resumed">Cases that waited for it and have been given it.</param>
/// <param name="Started">Cases that it started, those included that it had started under the same key before.</param>
public sealed record EventReceipt(int Resumed, int Started);
