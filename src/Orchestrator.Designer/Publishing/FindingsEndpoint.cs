using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Designer.Texts;
using Orchestrator.Runtime.Definitions;

namespace Orchestrator.Designer.Publishing;

/// <summary>What the linter finds in the newest version of a definition, for the badge beside the editor; it is asked again after every save.</summary>
internal static class FindingsEndpoint
{
    /// <summary>Maps it.</summary>
    public static void MapFindings(this IEndpointRouteBuilder routes)
    {
        var access = routes.ServiceProvider.GetRequiredService<IDesignerAccess>();
        access.Require(routes.MapGet("/designer/findings/{definitionId}", ReadAsync).ExcludeFromDescription(), DesignerRight.ReadDefinitions);
    }

    private static async Task<IResult> ReadAsync(HttpContext context, string definitionId, IDefinitionLibrary library, DefinitionFindings findings)
    {
        if (await library.HistoryAsync(definitionId, context.RequestAborted) is not [var newest, ..]
            || await library.ReadAsync(newest.VersionId, context.RequestAborted) is not { } stored)
            return ElsaAnswers.NotFound(DesignerTexts.Format("definition.none", definitionId));
        return ElsaAnswers.Ok(new Findings(newest.Version, newest.IsPublished, [.. findings.Of(stored).Select(found => new Finding(
            found.Severity.ToString().ToLowerInvariant(), found.Rule, found.ActivityId, found.Activity, DefinitionFindings.TextOf(found)))]));
    }

    private sealed record Findings(int Version, bool IsPublished, IReadOnlyList<Finding> Items);

    private sealed record Finding(string Severity, string Rule, string? ActivityId, string? Activity, string Message);
}
