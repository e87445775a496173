using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Designer.Publishing;
using Orchestrator.Designer.Texts;
using Orchestrator.Runtime.Definitions;

namespace Orchestrator.Designer.Definitions;

/// <summary>Saving, publishing, withdrawing and deleting definitions.</summary>
internal static class DefinitionChanges
{
    /// <summary>Maps what changes one definition.</summary>
    public static void MapDefinitionChanges(this ElsaRoutes routes)
    {
        routes.Post("/workflow-definitions", DesignerRight.EditDefinitions, SaveAsync);
        routes.Post("/workflow-definitions/{definitionId}/publish", DesignerRight.PublishDefinitions, PublishAsync);
        routes.Post("/workflow-definitions/{definitionId}/retract", DesignerRight.PublishDefinitions, RetractAsync);
        routes.Post("/workflow-definitions/{definitionId}/revert/{version}", DesignerRight.EditDefinitions, RevertAsync);
        routes.Delete("/workflow-definitions/{definitionId}", DesignerRight.PublishDefinitions, DeleteAsync);
        routes.Delete("/workflow-definition-versions/{versionId}", DesignerRight.PublishDefinitions, DeleteVersionAsync);
    }

    private static async Task<IResult> SaveAsync(
        HttpContext context, IDesignerAccess access, DefinitionDesk desk, DefinitionViews views, PublishGate gate, IDefinitionLibrary library)
    {
        var (body, refusal) = await ElsaAnswers.ReadAsync<JsonObject>(context);
        if (body is null) return refusal!;
        if (body["model"] is not JsonObject model) return ElsaAnswers.Refused(DesignerTexts.Text("definition.unreadable"));
        var caller = access.CallerOf(context);
        var publish = body["publish"] is JsonValue wanted && wanted.GetValueKind() == JsonValueKind.True;
        if (publish && !caller.May(DesignerRight.PublishDefinitions)) return Results.Forbid();
        var saving = await desk.SaveAsync(model, caller, EditorOf(context), context.RequestAborted);
        if (saving.Stored is not { } stored) return ElsaAnswers.Refused(saving.Reasons);
        var isAlready = false;
        if (publish)
        {
            switch (await gate.PublishAsync(stored.Version, new PublicationForm(), caller, context.RequestAborted))
            {
                case GateOutcome.Refused refused:
                    return ElsaAnswers.Refused(refused.Reasons);
                case GateOutcome.Passed passed:
                    isAlready = passed.IsAlready;
                    stored = (await library.ReadAsync(passed.Version.VersionId, context.RequestAborted))!;
                    break;
            }
        }

        return ElsaAnswers.Ok(new SaveAnswer(views.Full(stored, caller), isAlready, 0, []));
    }

    private static async Task<IResult> PublishAsync(
        HttpContext context, IDesignerAccess access, IDefinitionLibrary library, DefinitionViews views, PublishGate gate, string definitionId)
    {
        var caller = access.CallerOf(context);
        if (await library.HistoryAsync(definitionId, context.RequestAborted) is not [var newest, ..])
            return ElsaAnswers.NotFound(DesignerTexts.Format("definition.none", definitionId));
        return await gate.PublishAsync(newest, new PublicationForm(), caller, context.RequestAborted) switch
        {
            GateOutcome.Passed passed => ElsaAnswers.Ok(new SaveAnswer(
                views.Full((await library.ReadAsync(passed.Version.VersionId, context.RequestAborted))!, caller), passed.IsAlready, 0, [])),
            GateOutcome.Refused refused => ElsaAnswers.Refused(refused.Reasons),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> RetractAsync(HttpContext context, IDesignerAccess access, IDefinitionLibrary library, DefinitionViews views, string definitionId)
    {
        if (await library.HistoryAsync(definitionId, context.RequestAborted) is not [var newest, ..]) return ElsaAnswers.NotFound(DesignerTexts.Format("definition.none", definitionId));
        if (!await library.RetractAsync(definitionId, context.RequestAborted)) return ElsaAnswers.Refused(DesignerTexts.Format("definition.not-published", definitionId));
        return ElsaAnswers.Ok(views.Full((await library.ReadAsync(newest.VersionId, context.RequestAborted))!, access.CallerOf(context)));
    }

    private static async Task<IResult> RevertAsync(
        HttpContext context, IDesignerAccess access, IDefinitionLibrary library, string definitionId, int version)
    {
        var caller = access.CallerOf(context);
        var history = await library.HistoryAsync(definitionId, context.RequestAborted);
        if (history.FirstOrDefault(one => one.Version == version) is not { } wanted || await library.ReadAsync(wanted.VersionId, context.RequestAborted) is not { } old)
            return ElsaAnswers.NotFound(DesignerTexts.Format("definition.version.none", version));
        return await library.SaveAsync(new DefinitionDraft(definitionId, old.Json, caller.Name, EditorOf(context), null), context.RequestAborted) switch
        {
            SaveOutcome.Saved { Definition.Version: var now } => ElsaAnswers.Created(
                context, $"/workflow-definitions/by-id/{Uri.EscapeDataString(now.VersionId)}", DefinitionViews.Summary(now, caller)),
            SaveOutcome.Overtaken overtaken => ElsaAnswers.Refused(DefinitionDesk.Overtaken(overtaken.Newest)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, IDefinitionLibrary library, string definitionId) =>
        await library.DeleteAsync(definitionId, context.RequestAborted)
            ? Results.NoContent() : ElsaAnswers.NotFound(DesignerTexts.Format("definition.none", definitionId));

    private static async Task<IResult> DeleteVersionAsync(HttpContext context, IDefinitionLibrary library, string versionId) =>
        await library.DeleteVersionAsync(versionId, context.RequestAborted)
            ? Results.NoContent() : ElsaAnswers.NotFound(DesignerTexts.Format("definition.version.none", versionId));

    /// <summary>The editor window that sends, when our page told it to say so.</summary>
    internal static string? EditorOf(HttpContext context) => context.Request.Headers["X-Editor-Session"].ToString() is { Length: > 0 and <= 64 } editor ? editor : null;

    private sealed record SaveAnswer(JsonObject WorkflowDefinition, bool AlreadyPublished, int ConsumingWorkflowCount, IReadOnlyList<string> ValidationErrors);
}
