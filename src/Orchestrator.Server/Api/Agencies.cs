using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Cases;
using Orchestrator.Cases.CaseFiles;
using Orchestrator.Server.Access;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>How the agencies' systems are.</summary>
internal static class AgencyEndpoints
{
    /// <summary>Maps <c>/agencies</c>.</summary>
    public static void MapAgencies(this RouteGroupBuilder api)
    {
        var agencies = api.MapGroup("/agencies").WithTags("Agencies");
        agencies.MapGet("/", List).WithName("ListAgencies").For(Permission.ReadAgencies)
            .WithSummary("Lists the agencies: whether their systems answer, and how many calls wait.");
        agencies.MapGet("/{code}", GetAsync).WithName("GetAgency").For(Permission.ReadAgencies).Fails(ProblemKind.AgencyNotFound)
            .WithSummary("Shows one agency: since when calls wait for it, and how many promised dates are missed by that.");
        agencies.MapGet("/{code}/calls", ListCallsAsync).WithName("ListAgencyCalls").For(Permission.ReadIncidents)
            .Fails(ProblemKind.AgencyNotFound, ProblemKind.BadParameter)
            .WithSummary("Lists the calls to an agency without a final answer, by legal deadline: the order in which they go out.");
    }

    private static Ok<IReadOnlyList<AgencyView>> List(HttpContext context, AgencyDirectory directory)
    {
        var caller = context.Caller();
        return TypedResults.Ok<IReadOnlyList<AgencyView>>([.. directory.List().Where(agency => Sees(caller, agency)).Select(Shown)]);
    }

    private static async Task<Results<Ok<AgencyDetail>, Problem>> GetAsync(string code, HttpContext context, AgencyDirectory directory, AgencyOutlook outlook) =>
        directory.Find(code) is { } agency && Sees(context.Caller(), agency)
            ? TypedResults.Ok(await DetailAsync(agency, outlook, context.RequestAborted))
            : new Problem(ProblemKind.AgencyNotFound, code);

    private static async Task<AgencyDetail> DetailAsync(AgencyStatus agency, AgencyOutlook outlook, CancellationToken cancellationToken)
    {
        var summary = await outlook.SummarizeAsync(agency, cancellationToken);
        return new AgencyDetail(
            Shown(agency), agency.Limits.RequestsPerSecond, agency.Limits.Concurrency, summary.Waiting, summary.Parked, summary.Since, summary.Missed, summary.WillMiss,
            summary.IsComplete);
    }

    private static async Task<Results<Ok<Page<WaitingCallView>>, Problem>> ListCallsAsync(
        string code, HttpContext context, AgencyDirectory directory, AgencyOutlook outlook, string? cursor, int? limit)
    {
        if (Paging.Refuse(limit) is { } refused)
            return refused;
        var caller = context.Caller();
        if (directory.Find(code) is not { } agency || !Sees(caller, agency))
            return new Problem(ProblemKind.AgencyNotFound, code);
        return await outlook.ListAsync(agency, cursor, limit ?? Paging.UsualLimit, context.RequestAborted) is { } page
            ? TypedResults.Ok(page with { Items = [.. page.Items.Where(call => caller.Covers(call.Locality))] })
            : new Problem(ProblemKind.BadParameter, "cursor");
    }

    private static bool Sees(Caller caller, AgencyStatus agency) => caller.Agency is null || agency.Code == caller.Agency;

    private static AgencyView Shown(AgencyStatus agency) => new(
        agency.Code, new BilingualText(agency.Name.Vi, agency.Name.En), agency.DownSince is null ? "up" : "down", agency.DownSince,
        agency.NextProbeAt, agency.Reason, agency.Waiting, agency.UnderWay, agency.FirstDeadline, agency.IsRetired);
}

/// <summary>An agency's system, seen from this node.</summary>
/// <param name="Code">Code.</param>
/// <param name="Name">Name.</param>
/// <param name="State"><c>up</c>, or <c>down</c> while its calls are parked.</param>
/// <param name="DownSince">Since when it is down, or null.</param>
/// <param name="NextProbeAt">When it is tried again, or null.</param>
/// <param name="Reason">Why it counts as down, or null.</param>
/// <param name="Waiting">Calls that wait.</param>
/// <param name="UnderWay">Calls under way.</param>
/// <param name="FirstDeadline">Earliest legal deadline among the calls that wait, or null.</param>
/// <param name="IsRetired">True when its document says that nothing new is to call it.</param>
public sealed record AgencyView(
    string Code, BilingualText Name, string State, DateTimeOffset? DownSince, DateTimeOffset? NextProbeAt, string? Reason, int Waiting, int UnderWay,
    DateTimeOffset? FirstDeadline, bool IsRetired);

/// <summary>An agency, and what waiting for it costs.</summary>
/// <param name="Agency">How it is, seen from this node.</param>
/// <param name="RequestsPerSecond">Calls a second that it takes.</param>
/// <param name="Concurrency">Calls at once that it takes.</param>
/// <param name="Waiting">Calls without a final answer, of all nodes, also those that the agency accepted.</param>
/// <param name="Parked">Those that wait until it is back.</param>
/// <param name="WaitingSince">When the oldest of them was asked for, or null.</param>
/// <param name="PromisesMissed">Cases among them whose promised date has passed.</param>
/// <param name="PromisesAtRisk">Cases among them whose call cannot go out before the promised date ends, by what is known now.</param>
/// <param name="IsComplete">False when so many wait that only the first were looked at for promises.</param>
public sealed record AgencyDetail(
    AgencyView Agency, double RequestsPerSecond, int Concurrency, int Waiting, int Parked, DateTimeOffset? WaitingSince, int PromisesMissed, int PromisesAtRisk,
    bool IsComplete);

/// <summary>A call that has no final answer yet.</summary>
/// <param name="Number">Dossier number, or null for a case that is no dossier.</param>
/// <param name="Locality">Commune of the case, or null.</param>
/// <param name="Operation">What is asked for.</param>
/// <param name="RequestedAt">When the case asked for it.</param>
/// <param name="DueBy">Legal deadline at that time, or null.</param>
/// <param name="Attempts">Tries recorded so far.</param>
/// <param name="LastClass">What the last one came to, or null.</param>
/// <param name="NextTryAt">When it is tried by itself again, or null.</param>
/// <param name="EarliestAt">The earliest time at which it can go out; null when the agency has it already.</param>
/// <param name="PromisedBy">End of the promised day, or null.</param>
/// <param name="Promise"><c>kept</c> so far, <c>at-risk</c>, <c>missed</c>, or <c>paused</c> while the clock stands still; null without a promise.</param>
public sealed record WaitingCallView(
    string? Number, string? Locality, string Operation, DateTimeOffset RequestedAt, DateTimeOffset? DueBy, int Attempts, string? LastClass, DateTimeOffset? NextTryAt,
    DateTimeOffset? EarliestAt, DateTimeOffset? PromisedBy, string? Promise);
