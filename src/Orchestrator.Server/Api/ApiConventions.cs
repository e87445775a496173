using Orchestrator.Server.Access;
using Orchestrator.Server.Problems;

namespace Orchestrator.Server.Api;

/// <summary>What all endpoints of the API have in common.</summary>
internal static class ApiConventions
{
    /// <summary>Path that all endpoints of this version begin with.</summary>
    public const string Prefix = "/api/v1";

    private const string ProblemType = "application/problem+json";

    /// <summary>The group that all endpoints of this version are in.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes) => routes
        .MapGroup(Prefix)
        .AddEndpointFilter(PageSignIn.RequireTokenAsync)
        .Fails(ProblemKind.BadRequest, ProblemKind.Internal, ProblemKind.Unavailable, ProblemKind.Timeout);

    /// <summary>Lets only callers with the permission through, and says so in the document.</summary>
    public static RouteHandlerBuilder For(this RouteHandlerBuilder endpoint, Permission permission) => endpoint
        .Requires(permission)
        .Fails(ProblemKind.Unauthenticated, ProblemKind.KeyNotAccepted, ProblemKind.Forbidden, ProblemKind.TooManyFailedKeys);

    /// <summary>Says that what the endpoint shows is personal data, so that it is recorded who saw it; the document names the header for the purpose.</summary>
    public static RouteHandlerBuilder RecordsReads(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new RecordsReads()).Fails(ProblemKind.BadParameter);

    /// <summary>Says in the document which problems an endpoint answers with.</summary>
    public static TBuilder Fails<TBuilder>(this TBuilder endpoint, params ProblemKind[] kinds)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.WithMetadata(new PossibleProblems(kinds));
        foreach (var status in kinds.Select(kind => kind.Status).Distinct())
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemBody), [ProblemType]));
        return endpoint;
    }

    /// <summary>Says in the document that a JSON body of a type is expected; other content types are answered with 415.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, bool optional = false)
        where T : notnull => endpoint
        .Accepts<T>(optional, RequestBody.Json)
        .Fails(ProblemKind.MalformedJson, ProblemKind.BodyTooLarge, ProblemKind.MediaType, ProblemKind.RequestTimeout);
}

/// <summary>The problems that an endpoint answers with; several of these on one endpoint add up.</summary>
/// <param name="Kinds">Which.</param>
internal sealed record PossibleProblems(IReadOnlyList<ProblemKind> Kinds);

/// <summary>An endpoint whose answers are recorded as reads of a case.</summary>
internal sealed record RecordsReads;
