using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Cases.Erasures;
using Orchestrator.Server.Access;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>Erasing the data of cases, with two persons; the proofs stay.</summary>
internal static class ErasureEndpoints
{
    /// <summary>Maps <c>/cases/{number}/erasure</c> and <c>/erasures</c>.</summary>
    public static void MapErasures(this RouteGroupBuilder api)
    {
        api.MapPost("/cases/{number}/erasure", ProposeAsync).WithTags("Erasures").WithName("ProposeErasure").For(Permission.EraseCases).Takes<ErasureBody>()
            .Fails(ProblemKind.HolderRequired, ProblemKind.CaseNotFound, ProblemKind.CaseErased, ProblemKind.CommandRejected, ProblemKind.BasisRequired, ProblemKind.RequestInvalid)
            .WithSummary("Proposes to erase the data of a case: 201 with the proposal, or 200 with the one that waits already.")
            .WithDescription("The caller is the first person for it. When another person approves, the key of the case is destroyed: nothing of its data can be read any more, in no export and no backup of the journal; every proof stays.");
        var erasures = api.MapGroup("/erasures").WithTags("Erasures");
        erasures.MapGet("/", ListAsync).WithName("ListErasures").For(Permission.ReadErasures).Fails(ProblemKind.BadParameter)
            .WithSummary("Lists erasures, oldest first; those that wait unless 'open' is false.");
        erasures.MapGet("/{id}", GetAsync).WithName("GetErasure").For(Permission.ReadErasures).Fails(ProblemKind.ErasureNotFound)
            .WithSummary("Shows one erasure.");
        erasures.MapPost("/{id}/approval", ApproveAsync).WithName("ApproveErasure").For(Permission.EraseCases)
            .Fails(ProblemKind.HolderRequired, ProblemKind.ErasureNotFound, ProblemKind.ErasureDecided, ProblemKind.SecondPersonRequired, ProblemKind.CommandRejected)
            .WithSummary("Is for it. With the second person it is carried out before the answer; it cannot be undone.");
        erasures.MapPost("/{id}/refusal", RefuseAsync).WithName("RefuseErasure").For(Permission.EraseCases).Takes<ReasonBody>()
            .Fails(ProblemKind.ErasureNotFound, ProblemKind.ErasureDecided, ProblemKind.ReasonRequired, ProblemKind.RequestInvalid)
            .WithSummary("Is against it, with a reason; it is not carried out.");
    }

    private static async Task<Results<Created<Erasure>, Ok<Erasure>, Problem>> ProposeAsync(string number, HttpContext context, CaseScope scope, ErasureDesk desk)
    {
        var body = await RequestBody.ReadAsync<ErasureBody>(context);
        if (!body.IsGood)
            return body.Problem;
        if (await scope.FindAsync(context.Caller(), number, context.RequestAborted) is not { } file)
            return new Problem(ProblemKind.CaseNotFound, number);
        return await desk.ProposeAsync(file, body.Value.Basis, context.Caller().Approver, context.RequestAborted) switch
        {
            ErasureOutcome.Proposed(var erasure) => TypedResults.Created($"{ApiConventions.Prefix}/erasures/{erasure.Id}", erasure),
            ErasureOutcome.Again(var erasure) => TypedResults.Ok(erasure),
            ErasureOutcome.AlreadyErased => (Problem)ProblemKind.CaseErased,
            ErasureOutcome.HolderRequired => (Problem)ProblemKind.HolderRequired,
            ErasureOutcome.InvalidBasis => (Problem)ProblemKind.BasisRequired,
            ErasureOutcome.NotPossible refused => Faults.Refused(refused.Code, refused.Message),
            var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
        };
    }

    private static async Task<Results<Ok<Page<Erasure>>, Problem>> ListAsync(HttpContext context, ErasureDesk desk, bool? open, string? cursor, int? limit)
    {
        if (Paging.Refuse(limit) is { } refused)
            return refused;
        var caller = context.Caller();
        // What an agency's key may see of a case is in the case; here it sees nothing.
        if (caller.Agency is not null)
            return TypedResults.Ok(new Page<Erasure>([], null));
        return await desk.ListAsync(open ?? true, caller.Localities, cursor, limit ?? Paging.UsualLimit, context.RequestAborted) is { } page
            ? TypedResults.Ok(page)
            : new Problem(ProblemKind.BadParameter, "cursor");
    }

    private static async Task<Results<Ok<Erasure>, Problem>> GetAsync(string id, HttpContext context, ErasureDesk desk) =>
        await FindAsync(id, context, desk) is { } erasure ? TypedResults.Ok(erasure) : new Problem(ProblemKind.ErasureNotFound, id);

    private static async Task<Results<Ok<Erasure>, Problem>> ApproveAsync(string id, HttpContext context, ErasureDesk desk)
    {
        if (await FindAsync(id, context, desk) is not { } erasure)
            return new Problem(ProblemKind.ErasureNotFound, id);
        return Answer(await desk.ApproveAsync(erasure.Id, context.Caller().Approver, context.RequestAborted), id);
    }

    private static async Task<Results<Ok<Erasure>, Problem>> RefuseAsync(string id, HttpContext context, ErasureDesk desk)
    {
        var body = await RequestBody.ReadAsync<ReasonBody>(context);
        if (!body.IsGood)
            return body.Problem;
        if (await FindAsync(id, context, desk) is not { } erasure)
            return new Problem(ProblemKind.ErasureNotFound, id);
        return Answer(await desk.RefuseAsync(erasure.Id, body.Value.Reason, context.Caller().Actor, context.RequestAborted), id);
    }

    private static Results<Ok<Erasure>, Problem> Answer(ErasureOutcome outcome, string id) => outcome switch
    {
        ErasureOutcome.Proposed(var erasure) => TypedResults.Ok(erasure),
        ErasureOutcome.Done(var erasure) => TypedResults.Ok(erasure),
        ErasureOutcome.Refused(var erasure) => TypedResults.Ok(erasure),
        ErasureOutcome.NotFound => new Problem(ProblemKind.ErasureNotFound, id),
        ErasureOutcome.Decided => new Problem(ProblemKind.ErasureDecided, id),
        ErasureOutcome.SecondPersonRequired => (Problem)ProblemKind.SecondPersonRequired,
        ErasureOutcome.HolderRequired => (Problem)ProblemKind.HolderRequired,
        ErasureOutcome.ReasonRequired => (Problem)ProblemKind.ReasonRequired,
        ErasureOutcome.NotPossible refused => Faults.Refused(refused.Code, refused.Message),
        ErasureOutcome.Unavailable => Faults.Unavailable,
        var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
    };

    /// <summary>The erasure of an id, or null when there is none that the caller may know of.</summary>
    internal static async Task<Erasure?> FindAsync(string id, HttpContext context, ErasureDesk desk) =>
        Guid.TryParse(id, out var erasureId) && context.Caller() is { Agency: null } caller && await desk.FindAsync(erasureId, context.RequestAborted) is { } erasure
        && caller.Covers(erasure.Locality) ? erasure : null;
}

/// <summary>Why the data of a case is to be erased.</summary>
/// <param name="Basis">For example an article of law; names no person, because it is kept for good.</param>
public sealed record ErasureBody(string? Basis);
