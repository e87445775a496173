using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Agencies.Catalog;
using Orchestrator.Cases;
using Orchestrator.Server.Access;

namespace Orchestrator.Server.Api;

/// <summary>How the agencies' systems are.</summary>
internal static class AgencyEndpoints
{
    /// <summary>Maps <c>/agencies</c>.</summary>
    public static void MapAgencies(this RouteGroupBuilder api) => api
        .MapGroup("/agencies").WithTags("Agencies")
        .MapGet("/", List).WithName("ListAgencies").For(Permission.ReadAgencies)
        .WithSummary("Lists the agencies: whether their systems answer, and how many calls wait.");

    private static Ok<IReadOnlyList<AgencyView>> List(HttpContext context, AgencyDirectory directory)
    {
        var caller = context.Caller();
        return TypedResults.Ok<IReadOnlyList<AgencyView>>([.. directory.List()
            .Where(agency => caller.Agency is null || agency.Code == caller.Agency)
            .Select(agency => new AgencyView(
                agency.Code, new BilingualText(agency.Name.Vi, agency.Name.En), agency.DownSince is null ? "up" : "down", agency.DownSince,
                agency.NextProbeAt, agency.Reason, agency.Waiting, agency.UnderWay, agency.FirstDeadline))]);
    }
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
public sealed record AgencyView(
    string Code, BilingualText Name, string State, DateTimeOffset? DownSince, DateTimeOffset? NextProbeAt, string? Reason, int Waiting, int UnderWay,
    DateTimeOffset? FirstDeadline);
