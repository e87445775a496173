using Microsoft.AspNetCore.Http;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Designer.Publishing;
using Orchestrator.Runtime.Definitions;

namespace Orchestrator.Designer.Definitions;

/// <summary>The same for several definitions at once.</summary>
internal static class DefinitionBulkChanges
{
    /// <summary>Maps <c>/bulk-actions</c> on definitions.</summary>
    public static void MapDefinitionBulkChanges(this ElsaRoutes routes)
    {
        routes.Post("/bulk-actions/publish/workflow-definitions/by-definition-ids", DesignerRight.PublishDefinitions, PublishAsync);
        routes.Post("/bulk-actions/retract/workflow-definitions/by-definition-ids", DesignerRight.PublishDefinitions, RetractAsync);
        routes.Post("/bulk-actions/delete/workflow-definitions/by-definition-id", DesignerRight.PublishDefinitions, DeleteAsync);
        routes.Post("/bulk-actions/delete/workflow-definitions/by-id", DesignerRight.PublishDefinitions, DeleteVersionsAsync);
    }

    private static async Task<IResult> PublishAsync(HttpContext context, IDesignerAccess access, IDefinitionLibrary library, PublishGate gate)
    {
        var (body, refusal) = await ElsaAnswers.ReadAsync<Chosen>(context);
        if (body is null) return refusal!;
        var caller = access.CallerOf(context);
        var (published, already, notFound, warnings) = (new List<string>(), new List<string>(), new List<string>(), new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
        foreach (var id in body.Definitions)
        {
            if (await library.HistoryAsync(id, context.RequestAborted) is not [var newest, ..])
            {
                notFound.Add(id);
                continue;
            }

            switch (await gate.PublishAsync(newest, new PublicationForm(), caller, context.RequestAborted))
            {
                case GateOutcome.Passed passed:
                    (passed.IsAlready ? already : published).Add(id);
                    break;
                case GateOutcome.Refused refused:
                    warnings[id] = [.. refused.Reasons.Select(reason => $"{newest.Name}: {reason}")];
                    break;
            }
        }

        // Each by itself, as on an Elsa server: what is refused keeps nothing else from being published.
        return ElsaAnswers.Ok(new
        {
            published,
            alreadyPublished = already,
            notFound,
            skipped = Array.Empty<string>(),
            updatedConsumers = Array.Empty<string>(),
            failed = warnings.Keys,
            warnings,
        });
    }

    private static async Task<IResult> RetractAsync(HttpContext context, IDefinitionLibrary library)
    {
        var (body, refusal) = await ElsaAnswers.ReadAsync<Chosen>(context);
        if (body is null) return refusal!;
        var (retracted, already, notFound) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var id in body.Definitions)
        {
            if ((await library.HistoryAsync(id, context.RequestAborted)).Count == 0) notFound.Add(id);
            else (await library.RetractAsync(id, context.RequestAborted) ? retracted : already).Add(id);
        }

        return ElsaAnswers.Ok(new { retracted, alreadyRetracted = already, notFound });
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, IDefinitionLibrary library)
    {
        var (body, refusal) = await ElsaAnswers.ReadAsync<Chosen>(context);
        if (body is null) return refusal!;
        var deleted = 0;
        foreach (var id in body.Definitions) deleted += await library.DeleteAsync(id, context.RequestAborted) ? 1 : 0;
        return ElsaAnswers.Ok(new { deleted });
    }

    private static async Task<IResult> DeleteVersionsAsync(HttpContext context, IDefinitionLibrary library)
    {
        var (body, refusal) = await ElsaAnswers.ReadAsync<Chosen>(context);
        if (body is null) return refusal!;
        var deleted = 0;
        foreach (var id in (body.Ids ?? []).Distinct(StringComparer.Ordinal)) deleted += await library.DeleteVersionAsync(id, context.RequestAborted) ? 1 : 0;
        return ElsaAnswers.Ok(new { deleted });
    }

    private sealed record Chosen(string[]? DefinitionIds, string[]? Ids)
    {
        public IEnumerable<string> Definitions => (DefinitionIds ?? []).Distinct(StringComparer.Ordinal);
    }
}
