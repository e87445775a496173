using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Instances;

/// <summary>Cases as Elsa's clients read instances.</summary>
internal static class InstanceEndpoints
{
    private const int UsualPart = 100;
    private const int LargestPart = 1_000;

    /// <summary>Maps <c>/workflow-instances</c>.</summary>
    public static void MapInstances(this ElsaRoutes routes)
    {
        routes.Post("/workflow-instances", DesignerRight.ReadCases, ListAsync);
        routes.Get("/workflow-instances/{id}", DesignerRight.ReadCases, FindAsync);
        routes.Get("/workflow-instances/{id}/execution-state", DesignerRight.ReadCases, StateAsync);
        routes.Post("/workflow-instances/{id}/journal", DesignerRight.ReadCases, JournalAsync);
        routes.Get("/workflow-instances/{id}/variables", DesignerRight.ReadCases, VariablesAsync);
    }

    /// <summary>The case that a route names and the caller may watch, or the answer that there is none.</summary>
    public static async Task<(Watched? Watched, IResult? Refusal)> WatchAsync(HttpContext context, string? id)
    {
        var services = context.RequestServices;
        var access = services.GetRequiredService<IDesignerAccess>();
        var caller = access.CallerOf(context);
        var watched = CaseId.TryParse(id, null, out var caseId) && !caller.IsNarrowed
            ? await services.GetRequiredService<InstanceReader>().FindAsync(caseId, caller, context.RequestAborted)
            : null;
        if (watched is null) return (null, NotFound(id));
        if (caller.May(DesignerRight.ReadCaseData)) await access.RecordReadAsync(context, caseId);
        return (watched, null);
    }

    private static async Task<IResult> ListAsync(HttpContext context, InstanceReader reader, IDesignerAccess access)
    {
        var (request, refusal) = await ElsaAnswers.ReadAsync<InstanceListRequest>(context);
        if (refusal is not null) return refusal;
        var (filter, fault) = request!.Read();
        if (fault is not null) return ElsaAnswers.Refused(fault);
        if (access.CallerOf(context).IsNarrowed) return ElsaAnswers.Ok(new ElsaPage<InstanceSummary>([], 0));
        var page = await reader.ListAsync(filter!, request.Order, request.Descending, request.Skip, request.Take, context.RequestAborted);
        return ElsaAnswers.Ok(new ElsaPage<InstanceSummary>([.. page.Heads.Select(InstanceProjection.Summary)], page.Total));
    }

    private static async Task<IResult> FindAsync(HttpContext context, string id) => await WatchAsync(context, id) is { Watched: { } watched }
        ? ElsaAnswers.Ok(InstanceProjection.View(watched.Head, watched.State, watched.Mask))
        : NotFound(id);

    private static async Task<IResult> StateAsync(HttpContext context, string id) => await WatchAsync(context, id) is { Watched: { } watched }
        ? ElsaAnswers.Ok(new ExecutionStateView(watched.State.Status, watched.State.SubStatus, watched.State.SubStatus, watched.Head.UpdatedAt))
        : NotFound(id);

    private static async Task<IResult> JournalAsync(HttpContext context, string id, InstanceReader reader, long? skip, int? take)
    {
        var (request, refusal) = context.Request.ContentLength == 0 ? (new JournalRequest(null), null) : await ElsaAnswers.ReadAsync<JournalRequest>(context);
        if (refusal is not null) return refusal;
        if (await WatchAsync(context, id) is not { Watched: { } watched }) return NotFound(id);
        var (records, total) = await reader.JournalAsync(watched, request!.Filter, Math.Max(skip ?? 0, 0), Math.Clamp(take ?? UsualPart, 0, LargestPart), context.RequestAborted);
        return ElsaAnswers.Ok(new ElsaPage<JournalRecord>(records, total));
    }

    private static async Task<IResult> VariablesAsync(HttpContext context, string id) => await WatchAsync(context, id) is { Watched: { } watched }
        ? ElsaAnswers.List(InstanceProjection.Variables(watched.Workflow, watched.State, watched.Mask))
        : NotFound(id);

    private static IResult NotFound(string? id) => ElsaAnswers.NotFound($"Expected a case with the id '{id}', but there is none that you may see; look it up in the list.");
}

/// <summary>How a case stands; the sub-status under both names that clients look for.</summary>
internal sealed record ExecutionStateView(CaseStatus Status, CaseSubStatus SubStatus, CaseSubStatus WorkflowSubStatus, DateTimeOffset UpdatedAt);
