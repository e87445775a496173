using Microsoft.AspNetCore.Http;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Designer.Scripting;

namespace Orchestrator.Designer.Trials;

/// <summary>Testing one activity, and completing scripts, as Studio asks for them.</summary>
internal static class ActivityTestEndpoints
{
    private const string Declarations = "application/x-typescript";

    public static void MapActivityTests(this ElsaRoutes routes)
    {
        routes.Post("/tests/activities", DesignerRight.ReadDefinitions, TestAsync);
        routes.Post("/scripting/javascript/type-definitions/{definitionId}", DesignerRight.ReadDefinitions, DeclareAsync);
    }

    private static async Task<IResult> TestAsync(HttpContext context, ActivityTest test, TrialStart trials)
    {
        var (request, unreadable) = await ElsaAnswers.ReadAsync<ActivityTestRequest>(context);
        if (unreadable is not null) return unreadable;
        var (definition, activity) = (request!.WorkflowDefinitionHandle, request.ActivityHandle);
        var id = activity?.ActivityId ?? (activity?.ActivityNodeId is { } nodeId ? nodeId[(nodeId.LastIndexOf(':') + 1)..] : null);
        if (await trials.DefinitionAsync(definition?.DefinitionId, definition?.DefinitionVersionId, context.RequestAborted) is not { } found)
            return ElsaAnswers.NotFound("Expected a version of a definition, but there is none with that id; save it first.");
        return id is not null && test.Run(found, id) is { } view
            ? ElsaAnswers.Ok(view)
            : ElsaAnswers.NotFound($"Expected an activity '{id}' in that version, but there is none; save the definition first.");
    }

    private static async Task<IResult> DeclareAsync(HttpContext context, string definitionId, ScriptDeclarations declarations, TrialStart trials)
    {
        var (request, unreadable) = await ElsaAnswers.ReadAsync<DeclarationsRequest>(context);
        if (unreadable is not null) return unreadable;
        return await trials.DefinitionAsync(definitionId, null, context.RequestAborted) is { } definition
            ? Results.Text(declarations.Write(definition, request!.ActivityTypeName), Declarations)
            : ElsaAnswers.NotFound($"Expected a definition '{definitionId}', but there is none; save it first.");
    }
}

/// <summary>Which activity to test.</summary>
internal sealed record ActivityTestRequest(DefinitionHandle? WorkflowDefinitionHandle, ActivityHandle? ActivityHandle);

/// <summary>A version, or the newest of a definition.</summary>
internal sealed record DefinitionHandle(string? DefinitionId, string? DefinitionVersionId);

/// <summary>An activity of it.</summary>
internal sealed record ActivityHandle(string? ActivityId, string? ActivityNodeId);

/// <summary>For which editor.</summary>
internal sealed record DeclarationsRequest(string? WorkflowDefinitionId, string? ActivityTypeName, string? PropertyName);
