using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orchestrator.Cases.Intake;
using Orchestrator.Server.Access;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>Applications coming in.</summary>
internal static class SubmissionEndpoints
{
    private const string LocalityMember = "locality";

    /// <summary>Maps <c>/procedures/{code}/cases</c>.</summary>
    public static void MapSubmissions(this RouteGroupBuilder api) => api
        .MapPost("/procedures/{code}/cases", SubmitAsync).WithName("SubmitApplication").WithTags("Cases").For(Permission.StartCases)
        .Takes<JsonElement>()
        .Fails(
            ProblemKind.IdempotencyKeyMissing, ProblemKind.OutOfScope, ProblemKind.ProcedureNotFound, ProblemKind.IdempotencyConflict, ProblemKind.CaseRunning,
            ProblemKind.ApplicationInvalid, ProblemKind.LocalityNotServed)
        .WithSummary("Sends an application and starts its case, once per Idempotency-Key.")
        .WithDescription(
            "201 for a new case, 200 with the same case when the same key and application came before. Keys of different senders never meet. "
            + "'locality' is the commune that handles the case: without it the application's own member 'locality', else the only locality of the caller's key. "
            + "'portalNumber' is the sender's own number of the dossier; the case is found by it as well.");

    private static async Task<Results<Created<CaseReceipt>, Ok<CaseReceipt>, Problem>> SubmitAsync(
        string code, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, string? locality, string? portalNumber, HttpContext context,
        ApplicationIntake intake)
    {
        if (string.IsNullOrEmpty(idempotencyKey))
            return (Problem)ProblemKind.IdempotencyKeyMissing;
        var caller = context.Caller();
        var body = await RequestBody.ReadBytesAsync(context);
        var handledBy = locality ?? LocalityIn(body) ?? (caller.Localities is [var only] ? only : null);
        if (!caller.Localities.IsEmpty && (handledBy is null || !caller.Covers(handledBy)))
            return (Problem)ProblemKind.OutOfScope;
        var submission = new Submission(code, idempotencyKey, body, caller.Actor) { Locality = handledBy, SecondNumber = portalNumber };
        return await intake.SubmitAsync(submission, context.RequestAborted) switch
        {
            IntakeOutcome.Accepted done => TypedResults.Created(
                CaseLink(done.Number), new CaseReceipt(done.Number, CaseLink(done.Number), done.ReceivedAt, done.PromisedDate, done.IsProvisional)),
            IntakeOutcome.Again again => TypedResults.Ok(new CaseReceipt(again.Number, CaseLink(again.Number), null, null, null)),
            IntakeOutcome.KeyConflict conflict => new Problem(ProblemKind.IdempotencyConflict, conflict.Number),
            IntakeOutcome.CaseRunning running => new Problem(ProblemKind.CaseRunning, running.CaseId.ToString()),
            IntakeOutcome.InvalidKey => (Problem)ProblemKind.IdempotencyKeyMissing,
            IntakeOutcome.Invalid { Faults: [{ Code: "malformed-json" }] } => Malformed(body),
            IntakeOutcome.Invalid invalid => Faults.Of(ProblemKind.ApplicationInvalid, invalid.Faults),
            IntakeOutcome.UnknownProcedure unknown => new Problem(ProblemKind.ProcedureNotFound, unknown.Code),
            IntakeOutcome.LocalityNotServed refused => new Problem(ProblemKind.LocalityNotServed, refused.Locality ?? ""),
            IntakeOutcome.TooLarge => (Problem)ProblemKind.BodyTooLarge,
            IntakeOutcome.Unavailable => Faults.Unavailable,
            var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
        };
    }

    private static string CaseLink(string number) => $"{ApiConventions.Prefix}/cases/{Uri.EscapeDataString(number)}";

    // What cannot be read is left to the intake to explain.
    private static string? LocalityIn(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var application = JsonDocument.Parse(body);
            return application.RootElement.ValueKind == JsonValueKind.Object
                && application.RootElement.TryGetProperty(LocalityMember, out var locality) && locality.ValueKind == JsonValueKind.String
                    ? locality.GetString()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Problem Malformed(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var _ = JsonDocument.Parse(body);
            return new Problem(ProblemKind.MalformedJson, 1, 1);
        }
        catch (JsonException problem)
        {
            return RequestBody.Malformed(problem);
        }
    }
}

/// <summary>What the sender of an application gets.</summary>
/// <param name="Number">Dossier number.</param>
/// <param name="Href">Where to follow the case.</param>
/// <param name="ReceivedAt">When it counts as received; null when it was received before.</param>
/// <param name="PromisedDate">Until when the result is promised; null when it was received before.</param>
/// <param name="IsProvisional">True when the calendar of a year concerned is not decided yet.</param>
public sealed record CaseReceipt(string Number, string Href, DateTimeOffset? ReceivedAt, DateOnly? PromisedDate, bool? IsProvisional);
