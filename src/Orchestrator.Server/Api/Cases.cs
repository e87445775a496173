using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Server.Access;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>Cases: search, and one as it is now.</summary>
internal static class CaseEndpoints
{
    /// <summary>Maps <c>/cases</c>.</summary>
    public static void MapCases(this RouteGroupBuilder api)
    {
        var cases = api.MapGroup("/cases").WithTags("Cases");
        cases.MapGet("/", SearchAsync).WithName("SearchCases").For(Permission.ReadCases).Fails(ProblemKind.BadParameter)
            .WithSummary("Searches cases, newest first.")
            .WithDescription("By either number or its beginning, procedure, status, agency, locality, time of receipt, and whether the promised date has passed.");
        cases.MapGet("/{number}", GetAsync).WithName("GetCase").For(Permission.ReadCases).RecordsReads().Fails(ProblemKind.CaseNotFound)
            .WithSummary("Shows one case: status, who holds it, since when, why, what comes next, the promised date and its steps.");
    }

    private static async Task<Results<Ok<Page<CaseSummary>>, Problem>> SearchAsync(
        HttpContext context, CaseFileReader reader, string? number, string? procedure, string? status, string? agency, string? locality,
        DateTimeOffset? from, DateTimeOffset? to, bool? overdue, string? cursor, int? limit)
    {
        if (Paging.Refuse(limit) is { } refused)
            return refused;
        var caller = context.Caller();
        if (CaseScope.Localities(caller, locality) is not { } localities || (caller.Agency is not null && agency is not null && agency != caller.Agency))
            return TypedResults.Ok(new Page<CaseSummary>([], null)); // Out of scope is as good as not there.
        var search = new CaseSearch
        {
            Number = number,
            Procedure = procedure,
            Status = status,
            Agency = agency ?? caller.Agency,
            Localities = localities,
            From = from,
            To = to,
            Overdue = overdue,
            Cursor = cursor,
            Limit = limit ?? Paging.UsualLimit,
        };
        return await reader.SearchAsync(search, context.RequestAborted) switch
        {
            SearchOutcome.Found found => TypedResults.Ok(found.Page),
            SearchOutcome.InvalidCursor => new Problem(ProblemKind.BadParameter, "cursor"),
            SearchOutcome.UnknownStatus => new Problem(ProblemKind.BadParameter, "status"),
            var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
        };
    }

    private static async Task<Results<Ok<CaseFile>, Problem>> GetAsync(string number, HttpContext context, CaseScope scope, ReadRecorder reads)
    {
        if (await scope.FindAsync(context.Caller(), number, context.RequestAborted) is not { } file)
            return new Problem(ProblemKind.CaseNotFound, number);
        return await reads.RecordAsync(context, file.CaseId, "case") is { } refused ? refused : TypedResults.Ok(file);
    }
}
