using Microsoft.AspNetCore.Http;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.ElsaApi;

namespace Orchestrator.Designer.Instances;

/// <summary>Runs of activities as Elsa's clients read them.</summary>
internal static class ExecutionEndpoints
{
    private const int LargestPart = 100;

    /// <summary>Maps <c>/activity-executions</c> and <c>/activity-execution-summaries</c>.</summary>
    public static void MapExecutions(this ElsaRoutes routes)
    {
        routes.Post("/activity-executions/report", DesignerRight.ReadCases, ReportAsync);
        routes.Get("/activity-executions/list", DesignerRight.ReadCases, ListAsync);
        routes.Get("/activity-execution-summaries/list", DesignerRight.ReadCases, SummariesAsync);
        routes.Get("/activity-executions/by-id", DesignerRight.ReadCases, FindAsync);
        routes.Get("/activity-executions/{id}/call-stack", DesignerRight.ReadCases, CallStackAsync);
    }

    private static async Task<IResult> ReportAsync(HttpContext context)
    {
        var (request, refusal) = await ElsaAnswers.ReadAsync<ReportRequest>(context);
        if (refusal is not null) return refusal;
        var (watched, unknown) = await InstanceEndpoints.WatchAsync(context, request!.WorkflowInstanceId);
        return watched is null ? unknown! : ElsaAnswers.Ok(new ReportView(ExecutionProjection.Stats(watched.State, request.ActivityNodeIds)));
    }

    private static async Task<IResult> ListAsync(HttpContext context, InstanceReader reader, string workflowInstanceId, string? activityNodeId)
    {
        var (runs, refusal) = await RunsAsync(context, reader, workflowInstanceId, activityNodeId);
        return refusal ?? ElsaAnswers.List(runs);
    }

    private static async Task<IResult> SummariesAsync(HttpContext context, InstanceReader reader, string workflowInstanceId, string? activityNodeId)
    {
        var (runs, refusal) = await RunsAsync(context, reader, workflowInstanceId, activityNodeId);
        return refusal ?? ElsaAnswers.List([.. runs.Select(run => run.ToSummary())]);
    }

    private static async Task<(IReadOnlyList<ExecutionRecord> Runs, IResult? Refusal)> RunsAsync(HttpContext context, InstanceReader reader, string instanceId, string? nodeId)
    {
        var (watched, unknown) = await InstanceEndpoints.WatchAsync(context, instanceId);
        if (watched is null) return ([], unknown);
        return (nodeId is null ? await reader.ExecutionsAsync(watched, context.RequestAborted) : await reader.ExecutionsAsync(watched, nodeId, context.RequestAborted), null);
    }

    private static async Task<IResult> FindAsync(HttpContext context, InstanceReader reader, string id)
    {
        if (ExecutionKey.Parse(id) is not { } key) return NotFound(id);
        var (watched, unknown) = await InstanceEndpoints.WatchAsync(context, key.CaseId.ToString());
        if (watched is null) return unknown!;
        return await reader.ExecutionAsync(watched, key.Number, context.RequestAborted) is { } run ? ElsaAnswers.Ok(run) : NotFound(id);
    }

    /// <summary>The containers around a run, outermost first, and the run itself; in the cases that started this one, when asked for, what they ran around its start.</summary>
    private static async Task<IResult> CallStackAsync(HttpContext context, InstanceReader reader, string id, bool? includeCrossWorkflowChain, int? skip, int? take)
    {
        var stack = new List<ExecutionRecord>();
        for (var next = ExecutionKey.Parse(id); next is { } key;)
        {
            var (watched, unknown) = await InstanceEndpoints.WatchAsync(context, key.CaseId.ToString());
            if (watched is null || await reader.ExecutionAsync(watched, key.Number, context.RequestAborted) is not { } run)
            {
                if (stack.Count == 0) return unknown ?? NotFound(id);
                break;
            }

            stack.Add(run);
            next = key.Number != ExecutionKey.Workflow
                ? new ExecutionKey(key.CaseId, watched.State.Executions[key.Number].ParentId ?? ExecutionKey.Workflow)
                : includeCrossWorkflowChain == true && watched.State.Started.Parent is { } parent ? new ExecutionKey(parent.CaseId, ExecutionKey.Workflow) : null;
        }

        if (stack.Count == 0) return NotFound(id);
        stack.Reverse();
        var part = stack.Skip(Math.Max(skip ?? 0, 0)).Take(Math.Clamp(take ?? LargestPart, 1, LargestPart)).ToList();
        return ElsaAnswers.Ok(new CallStackView(id, part, stack.Count));
    }

    private static IResult NotFound(string id) => ElsaAnswers.NotFound($"Expected a run of an activity with the id '{id}', but there is none that you may see; look it up in the case's journal.");
}

/// <summary>Whose badges.</summary>
internal sealed record ReportRequest(string? WorkflowInstanceId, IReadOnlyList<string>? ActivityNodeIds);

/// <summary>Badges.</summary>
internal sealed record ReportView(IReadOnlyList<ExecutionStats> Stats);

/// <summary>The containers around a run.</summary>
internal sealed record CallStackView(string ActivityExecutionId, IReadOnlyList<ExecutionRecord> Items, int TotalCount);
