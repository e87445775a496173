using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Agencies.Reconciliation;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Server.Access;
using Orchestrator.Server.Pages.Agencies;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>Comparing with an agency what it and we hold of our calls.</summary>
internal static class ReconciliationEndpoints
{
    /// <summary>Maps <c>/agencies/{code}/reconciliation</c>.</summary>
    public static void MapReconciliations(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/agencies/{code}/reconciliation").WithTags("Agencies");
        group.MapPost("/", StartAsync).WithName("StartReconciliation").For(Permission.ResolveIncidents).Fails(ProblemKind.AgencyNotFound, ProblemKind.CommandRejected)
            .WithSummary("Begins to compare the agency's calls of the last days with what it says; goes on after the answer. A run under way is given as it is.");
        group.MapGet("/", ListRunsAsync).WithName("ListReconciliations").For(Permission.ReadIncidents).Fails(ProblemKind.AgencyNotFound, ProblemKind.BadParameter)
            .WithSummary("Lists the comparisons with an agency, oldest first.");
        group.MapGet("/differences", ListDifferencesAsync).WithName("ListDifferences").For(Permission.ReadIncidents).Fails(ProblemKind.AgencyNotFound, ProblemKind.BadParameter)
            .WithSummary("Lists what differs between an agency and our cases, oldest first; those not repaired unless 'open' is false.");
        group.MapPost("/differences/{id}/repair", RepairAsync).WithName("RepairDifference").For(Permission.ResolveIncidents).Takes<ReasonBody>()
            .Fails(ProblemKind.AgencyNotFound, ProblemKind.IncidentNotFound, ProblemKind.CommandRejected, ProblemKind.ReasonRequired, ProblemKind.RequestInvalid)
            .WithSummary("Mends a difference as proposed and closes its incident; needs a reason.");
    }

    private static async Task<Results<Accepted<ReconciliationRun>, Problem>> StartAsync(string code, HttpContext context, AgencyDirectory directory, ReconciliationDesk desk)
    {
        if (!Sees(context.Caller(), directory, code))
            return new Problem(ProblemKind.AgencyNotFound, code);
        return await desk.StartAsync(code, context.Caller().Actor, context.RequestAborted) switch
        {
            StartedReconciliation.Run(var run) => TypedResults.Accepted($"/api/v1/agencies/{code}/reconciliation", run),
            StartedReconciliation.CannotAsk => Faults.Refused("no-status-inquiry", $"Expected an operation of {code} with x-status-inquiry, but it has none; add one to its document."),
            _ => new Problem(ProblemKind.AgencyNotFound, code),
        };
    }

    private static async Task<Results<Ok<Page<ReconciliationRun>>, Problem>> ListRunsAsync(
        string code, HttpContext context, AgencyDirectory directory, ReconciliationDesk desk, string? cursor, int? limit)
    {
        if (Paging.Refuse(limit) is { } refused)
            return refused;
        if (!Sees(context.Caller(), directory, code))
            return new Problem(ProblemKind.AgencyNotFound, code);
        return await desk.ListRunsAsync(code, cursor, limit ?? Paging.UsualLimit, context.RequestAborted) is { } page
            ? TypedResults.Ok(new Page<ReconciliationRun>(page.Items, page.Next))
            : new Problem(ProblemKind.BadParameter, "cursor");
    }

    private static async Task<Results<Ok<Page<FoundDifference>>, Problem>> ListDifferencesAsync(
        string code, HttpContext context, AgencyDirectory directory, ReconciliationDesk desk, bool? open, string? cursor, int? limit)
    {
        if (Paging.Refuse(limit) is { } refused)
            return refused;
        if (!Sees(context.Caller(), directory, code))
            return new Problem(ProblemKind.AgencyNotFound, code);
        return await desk.ListDifferencesAsync(code, open ?? true, cursor, limit ?? Paging.UsualLimit, context.RequestAborted) is { } page
            ? TypedResults.Ok(new Page<FoundDifference>(page.Items, page.Next))
            : new Problem(ProblemKind.BadParameter, "cursor");
    }

    private static async Task<Results<Ok<FoundDifference>, Problem>> RepairAsync(string code, string id, HttpContext context, AgencyDirectory directory, DifferenceRepair repair)
    {
        var body = await RequestBody.ReadAsync<ReasonBody>(context);
        if (!body.IsGood)
            return body.Problem;
        if (!Sees(context.Caller(), directory, code))
            return new Problem(ProblemKind.AgencyNotFound, code);
        return await repair.RepairAsync(code, id, body.Value.Reason, context.Caller().Actor, context.RequestAborted) switch
        {
            RepairOutcome.Done(var difference) => TypedResults.Ok(difference),
            RepairOutcome.NotFound => new Problem(ProblemKind.IncidentNotFound, id),
            RepairOutcome.AlreadyDone => Faults.Refused("difference-repaired", "Expected a difference that is not repaired yet, but it is; look at its case."),
            RepairOutcome.NotPossible => Faults.Refused("no-repair", "Expected a difference with a proposed repair, but only people can mend this one; settle it with the agency, then resolve its incident."),
            RepairOutcome.ReasonRequired => (Problem)ProblemKind.ReasonRequired,
            RepairOutcome.Refused refused => Faults.Refused(refused.Code, refused.Message),
            RepairOutcome.Unavailable => Faults.Unavailable,
            var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
        };
    }

    private static bool Sees(Caller caller, AgencyDirectory directory, string code) => caller.SeesDifferences(code) && directory.Find(code) is not null;
}
