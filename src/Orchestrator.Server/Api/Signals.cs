using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Cases.Signals;
using Orchestrator.Cases.Supplements;
using Orchestrator.Cases.Withdrawals;
using Orchestrator.Server.Access;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>Messages to a case from outside: signals, supplements, withdrawals.</summary>
internal static class SignalEndpoints
{
    /// <summary>Maps <c>/cases/{number}/signals/{name}</c>, <c>/supplements</c> and <c>/withdrawal</c>.</summary>
    public static void MapSignals(this RouteGroupBuilder api)
    {
        var one = api.MapGroup("/cases/{number}").WithTags("Signals");
        one.MapPost("/signals/{name}", SignalAsync).WithName("SignalCase").For(Permission.ChangeCases).Takes<JsonElement>(optional: true)
            .Fails(ProblemKind.CaseNotFound, ProblemKind.NobodyWaits, ProblemKind.CaseFinished, ProblemKind.CommandRejected, ProblemKind.RequestInvalid)
            .WithSummary("Sends a named signal that the case waits for, for example a consent.");
        one.MapPost("/supplements", SupplementAsync).WithName("SupplementCase").For(Permission.ChangeCases).Takes<JsonElement>()
            .Fails(ProblemKind.CaseNotFound, ProblemKind.NobodyWaits, ProblemKind.CaseFinished, ProblemKind.CommandRejected, ProblemKind.RequestInvalid)
            .WithSummary("Hands in what the citizen was asked to add: an object of documents.");
        one.MapPost("/withdrawal", WithdrawAsync).WithName("WithdrawCase").For(Permission.ChangeCases).Takes<ReasonBody>()
            .Fails(ProblemKind.CaseNotFound, ProblemKind.CaseFinished, ProblemKind.CommandRejected, ProblemKind.RequestInvalid, ProblemKind.ReasonRequired)
            .WithSummary("Takes the application back; the case ends as withdrawn.");
    }

    private static async Task<Results<Accepted<CaseReference>, Problem>> SignalAsync(
        string number, string name, HttpContext context, CaseScope scope, CaseSignals signals)
    {
        var payload = await RequestBody.ReadBytesAsync(context);
        return await scope.FindAsync(context.Caller(), number, context.RequestAborted) is null
            ? new Problem(ProblemKind.CaseNotFound, number)
            : Answer(await signals.SendAsync(number, name, payload, context.Caller().Actor, context.RequestAborted), number);
    }

    private static async Task<Results<Accepted<CaseReference>, Problem>> SupplementAsync(
        string number, HttpContext context, CaseScope scope, SupplementDesk supplements)
    {
        var documents = await RequestBody.ReadBytesAsync(context);
        return await scope.FindAsync(context.Caller(), number, context.RequestAborted) is null
            ? new Problem(ProblemKind.CaseNotFound, number)
            : Answer(await supplements.SubmitAsync(number, documents, context.Caller().Actor, context.RequestAborted), number);
    }

    private static async Task<Results<Ok<CaseReference>, Problem>> WithdrawAsync(
        string number, HttpContext context, CaseScope scope, WithdrawalDesk withdrawals)
    {
        var body = await RequestBody.ReadAsync<ReasonBody>(context);
        if (!body.IsGood)
            return body.Problem;
        if (await scope.FindAsync(context.Caller(), number, context.RequestAborted) is null)
            return new Problem(ProblemKind.CaseNotFound, number);
        return await withdrawals.RequestAsync(number, body.Value.Reason, context.Caller().Actor, context.RequestAborted) switch
        {
            WithdrawalOutcome.Withdrawn done => TypedResults.Ok(new CaseReference(done.Number)),
            WithdrawalOutcome.NotFound => new Problem(ProblemKind.CaseNotFound, number),
            WithdrawalOutcome.AlreadyFinished finished => new Problem(ProblemKind.CaseFinished, finished.Number),
            WithdrawalOutcome.ReasonRequired => (Problem)ProblemKind.ReasonRequired,
            WithdrawalOutcome.Refused refused => Faults.Refused(refused.Code, refused.Message),
            WithdrawalOutcome.Unavailable => Faults.Unavailable,
            var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
        };
    }

    private static Results<Accepted<CaseReference>, Problem> Answer(SignalOutcome outcome, string number) =>
        Faults.Of(outcome, number) is { } problem
            ? problem
            : TypedResults.Accepted((string?)null, new CaseReference(((SignalOutcome.Delivered)outcome).Number));
}

/// <summary>Why something is done.</summary>
/// <param name="Reason">1 to 2,000 characters.</param>
public sealed record ReasonBody(string? Reason);

/// <summary>The case concerned.</summary>
/// <param name="Number">Dossier number.</param>
public sealed record CaseReference(string Number);
