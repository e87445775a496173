using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.Descriptors;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Alterations;

/// <summary>Cancelling, retrying and changing cases, as Elsa's clients ask for it.</summary>
internal static class AlterationEndpoints
{
    private const string NeverDeleted =
        "Expected cases to be kept, because a case and its history are never deleted, but this would delete them; cancel what should not go on. Trials leave nothing behind.";

    private const string NeverImported =
        "Expected cases to begin here, because their history is proof of what happened, but this would bring in others; start them through the intake.";

    public static void AddAlterations(this IServiceCollection services)
    {
        services.AddSingleton<AlterationRunner>();
        services.AddSingleton<AlterationPlans>();

        // Studio asks by the short name, newer ones by the long one.
        services.AddSingleton(new StudioFeature("Elsa.Alterations", "Cases can be retried and changed by hand."));
        services.AddSingleton(new StudioFeature("Elsa.Alterations.ShellFeatures.Alterations", "Cases can be retried and changed by hand."));
    }

    /// <summary>Maps <c>/alterations</c>, and cancelling and deleting instances.</summary>
    public static void MapAlterations(this ElsaRoutes routes)
    {
        routes.Post("/cancel/workflow-instances/{id}", DesignerRight.AlterCases, CancelAsync);
        routes.Post("/bulk-actions/cancel/workflow-instances", DesignerRight.AlterCases, CancelManyAsync);
        routes.Delete("/workflow-instances/{id}", DesignerRight.AlterCases, (string id) => ElsaAnswers.Refused(NeverDeleted));
        routes.Post("/bulk-actions/delete/workflow-instances/by-id", DesignerRight.AlterCases, () => ElsaAnswers.Refused(NeverDeleted));
        routes.Post("/bulk-actions/import/workflow-instances", DesignerRight.AlterCases, () => ElsaAnswers.Refused(NeverImported));
        routes.Post("/alterations/submit", DesignerRight.AlterCases, SubmitAsync);
        routes.Get("/alterations/{id}", DesignerRight.AlterCases, Find);
        routes.Post("/alterations/run", DesignerRight.AlterCases, RunAsync);
        routes.Post("/alterations/dry-run", DesignerRight.AlterCases, PreviewAsync);
        routes.Post("/alterations/workflows/retry", DesignerRight.AlterCases, RetryAsync);
    }

    private static async Task<IResult> CancelAsync(HttpContext context, string id, AlterationRunner runner, IDesignerAccess access)
    {
        var (cases, refusal) = await SelectAsync(context, runner, access, OfIds([id]));
        if (refusal is not null) return refusal;
        if (cases.Count == 0) return ElsaAnswers.NotFound($"Expected a case with the id '{id}', but there is none that you may change; look it up in the list.");
        await runner.RunAsync(cases, [new Change.Same(new CancelCase(AlterationRunner.UsualReason))], access.CallerOf(context).Actor, context.RequestAborted);
        return Results.NoContent();
    }

    private static async Task<IResult> CancelManyAsync(HttpContext context, AlterationRunner runner, IDesignerAccess access)
    {
        var (request, unreadable) = await ElsaAnswers.ReadAsync<CancelManyRequest>(context);
        if (unreadable is not null) return unreadable;
        if (request!.Ids is not { Count: > 0 } && request.DefinitionVersionId is null && request.DefinitionId is null)
            return ElsaAnswers.Refused("Expected the ids of cases, a definition or a version, but got none; name what to cancel.");
        var filter = OfIds(request.Ids) with
        {
            DefinitionVersionIds = request.DefinitionVersionId is { } version ? [version] : null,
            DefinitionIds = request.DefinitionId is { } definition ? [definition] : null,
            Statuses = [nameof(CaseStatus.Running)],
        };
        var (cases, refusal) = await SelectAsync(context, runner, access, filter);
        if (refusal is not null) return refusal;
        var results = await runner.RunAsync(cases, [new Change.Same(new CancelCase(AlterationRunner.UsualReason))], access.CallerOf(context).Actor, context.RequestAborted);
        return ElsaAnswers.Ok(new CancelledView(results.Count(result => result.IsSuccessful)));
    }

    private static async Task<IResult> SubmitAsync(HttpContext context, AlterationRunner runner, AlterationPlans plans, IDesignerAccess access, TimeProvider time)
    {
        var (request, unreadable) = await ElsaAnswers.ReadAsync<AlterationPlanRequest>(context);
        if (unreadable is not null) return unreadable;
        var filter = request!.Filter ?? OfIds(null);
        var (changes, faulty) = Changes(request.Alterations, request.Reason);
        if (faulty is not null) return faulty;
        var (cases, refusal) = await SelectAsync(context, runner, access, filter);
        if (refusal is not null) return refusal;
        var started = time.GetUtcNow();
        var results = await runner.RunAsync(cases, changes, access.CallerOf(context).Actor, context.RequestAborted);
        var (id, ended) = (request.Id is { Length: > 0 } given ? given : Guid.CreateVersion7(started).ToString("N"), time.GetUtcNow());
        plans.Add(new AlterationPlanView(
            new AlterationPlan(id, request.Alterations ?? [], filter, "Completed", started, started, ended),
            [.. results.Select((result, index) => new AlterationJob(
                $"{id}-{index}", id, result.WorkflowInstanceId, result.IsSuccessful ? "Completed" : "Failed", result.Log.LogEntries, started, started, ended))]));
        return ElsaAnswers.Ok(new SubmittedView(id));
    }

    private static IResult Find(string id, AlterationPlans plans) => plans.Find(id) is { } plan
        ? ElsaAnswers.Ok(plan)
        : ElsaAnswers.NotFound($"Expected a plan '{id}' among the newest of this node, but there is none; what it did is in the histories of its cases.");

    private static async Task<IResult> RunAsync(HttpContext context, AlterationRunner runner, IDesignerAccess access)
    {
        var (request, unreadable) = await ElsaAnswers.ReadAsync<AlterationRunRequest>(context);
        if (unreadable is not null) return unreadable;
        var (changes, faulty) = Changes(request!.Alterations, request.Reason);
        if (faulty is not null) return faulty;
        var (cases, refusal) = await SelectAsync(context, runner, access, OfIds(request.WorkflowInstanceIds));
        return refusal ?? ElsaAnswers.Ok(new ResultsView(await runner.RunAsync(cases, changes, access.CallerOf(context).Actor, context.RequestAborted)));
    }

    private static async Task<IResult> PreviewAsync(HttpContext context, AlterationRunner runner, IDesignerAccess access)
    {
        var (filter, unreadable) = await ElsaAnswers.ReadAsync<AlterationFilter>(context);
        if (unreadable is not null) return unreadable;
        var (cases, refusal) = await SelectAsync(context, runner, access, filter!);
        return refusal ?? ElsaAnswers.Ok(new SelectedView([.. cases.Select(head => head.CaseId.ToString())]));
    }

    private static async Task<IResult> RetryAsync(HttpContext context, AlterationRunner runner, IDesignerAccess access)
    {
        var (request, unreadable) = await ElsaAnswers.ReadAsync<RetryRequest>(context);
        if (unreadable is not null) return unreadable;
        var (cases, refusal) = await SelectAsync(context, runner, access, OfIds(request!.WorkflowInstanceIds));
        if (refusal is not null) return refusal;
        var results = new List<AlterationResult>();
        foreach (var head in cases)
            results.Add(await runner.RetryAsync(head, request.ActivityIds, request.Reason ?? AlterationRunner.UsualReason, access.CallerOf(context).Actor, context.RequestAborted));
        return ElsaAnswers.Ok(new ResultsView(results));
    }

    private static async Task<(IReadOnlyList<CaseHead> Cases, IResult? Refusal)> SelectAsync(
        HttpContext context, AlterationRunner runner, IDesignerAccess access, AlterationFilter filter)
    {
        if (access.CallerOf(context).IsNarrowed) return ([], null);
        var (cases, fault) = await runner.SelectAsync(filter, context.RequestAborted);
        return (cases, fault is null ? null : ElsaAnswers.Refused(fault));
    }

    private static (IReadOnlyList<Change> Changes, IResult? Refusal) Changes(IReadOnlyList<System.Text.Json.JsonElement>? alterations, string? reason)
    {
        var changes = (alterations ?? []).Select(one => Change.Read(one, string.IsNullOrWhiteSpace(reason) ? AlterationRunner.UsualReason : reason)).ToList();
        var faults = changes.OfType<Change.Unreadable>().Select(one => one.Message).ToList();
        if (changes.Count == 0) faults.Add("Expected at least one alteration, but got none; name one.");
        return faults.Count > 0 ? ([], ElsaAnswers.Refused(faults)) : (changes, null);
    }

    // Ids that were asked for and are none mean no case, not every case.
    private static AlterationFilter OfIds(IReadOnlyList<string>? ids) => new(null, ids, null, null, null, null, null, null, null, null);
}

/// <summary>Which running cases to cancel.</summary>
internal sealed record CancelManyRequest(IReadOnlyList<string>? Ids, string? DefinitionVersionId, string? DefinitionId, string? VersionOptions);

/// <summary>How many were cancelled.</summary>
internal sealed record CancelledView(int CancelledCount);

/// <summary>Which plan it became.</summary>
internal sealed record SubmittedView(string PlanId);

/// <summary>What became of each case.</summary>
internal sealed record ResultsView(IReadOnlyList<AlterationResult> Results);

/// <summary>Which cases would be changed.</summary>
internal sealed record SelectedView(IReadOnlyList<string> WorkflowInstanceIds);
