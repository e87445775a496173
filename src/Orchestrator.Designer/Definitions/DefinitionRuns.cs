using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestrator.Cases.Procedures;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Designer.Publishing;
using Orchestrator.Designer.Texts;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Linting;

namespace Orchestrator.Designer.Definitions;

/// <summary>Starting cases from the designer. They are real ones; what a procedure needs an application for is refused here.</summary>
internal static class DefinitionRuns
{
    private const string InstanceHeader = "x-elsa-workflow-instance-id";
    private const string CannotStartHeader = "x-elsa-workflow-cannot-start";

    private const int MostAtOnce = 100;

    /// <summary>Maps execute, dispatch and bulk dispatch.</summary>
    public static void MapDefinitionRuns(this ElsaRoutes routes)
    {
        routes.Post("/workflow-definitions/{definitionId}/execute", DesignerRight.RunDefinitions, ExecuteAsync);
        routes.Post("/workflow-definitions/{definitionId}/dispatch", DesignerRight.RunDefinitions, DispatchAsync);
        routes.Post("/workflow-definitions/{definitionId}/bulk-dispatch", DesignerRight.RunDefinitions, DispatchManyAsync);
    }

    private static async Task<IResult> ExecuteAsync(HttpContext context, RunParts parts, string definitionId)
    {
        var (started, refusal) = await StartAsync(context, parts, definitionId);
        if (started is not [var run, ..]) return refusal!;
        context.Response.Headers[InstanceHeader] = run.Id;
        return ElsaAnswers.Ok(new
        {
            workflowState = new { id = run.Id, definitionId, definitionVersionId = run.VersionId, definitionVersion = run.Version, status = "Running", subStatus = "Executing" },
        });
    }

    private static async Task<IResult> DispatchAsync(HttpContext context, RunParts parts, string definitionId)
    {
        var (started, refusal) = await StartAsync(context, parts, definitionId);
        return started is [var run, ..] ? ElsaAnswers.Ok(new { workflowInstanceId = run.Id }) : refusal!;
    }

    private static async Task<IResult> DispatchManyAsync(HttpContext context, RunParts parts, string definitionId)
    {
        var (started, refusal) = await StartAsync(context, parts, definitionId);
        return started is null ? refusal! : ElsaAnswers.Ok(new { workflowInstanceIds = started.Select(run => run.Id).ToArray() });
    }

    private static async Task<(IReadOnlyList<Run>? Started, IResult? Refusal)> StartAsync(HttpContext context, RunParts parts, string definitionId)
    {
        var cancellation = context.RequestAborted;
        var request = new RunRequest(null, null, null, null, null);
        if (context.Request.ContentLength is not 0)
        {
            var (body, refusal) = await ElsaAnswers.ReadAsync<RunRequest>(context);
            if (body is null) return (null, refusal);
            request = body;
        }

        var versions = await parts.Library.HistoryAsync(definitionId, cancellation);
        if (VersionChoice.Of(request.VersionOptions, VersionChoice.Published).Pick(versions) is not { } version || await parts.Library.ReadAsync(version.VersionId, cancellation) is not { } stored)
            return (null, ElsaAnswers.NotFound(DesignerTexts.Format("definition.none", definitionId)));
        if (parts.Procedures.FindByDefinition(definitionId) is { } procedure)
        {
            return (null, Refused(context, [DesignerTexts.Format(
                "run.procedure", $"/designer/try/{Uri.EscapeDataString(definitionId)}", $"/api/v1/procedures/{procedure.Code}/cases")]));
        }

        var errors = parts.Findings.Of(stored).Where(finding => finding.Severity == LintSeverity.Error).Select(finding => $"{finding.Message} ({finding.Path})").ToArray();
        if (errors.Length > 0) return (null, Refused(context, errors));

        var count = request.Count ?? 1;
        if (count is < 1 or > MostAtOnce) return (null, ElsaAnswers.Refused(DesignerTexts.Format("run.count", MostAtOnce)));
        StartTrigger? trigger = null;
        if (request.TriggerActivityId is { Length: > 0 } triggerId)
        {
            if (DefinitionReader.Read(stored.Json) is not DefinitionReading.Read read || read.Definition.Activities.FirstOrDefault(node => node.Id == triggerId) is not { } node)
                return (null, Refused(context, [DesignerTexts.Format("definition.node.none", triggerId)]));
            trigger = new StartTrigger(node.NodeId, null);
        }

        // The case keeps this very content, whatever is drawn next.
        if (!await parts.Library.FreezeAsync(version, cancellation)) return (null, Refused(context, [DesignerTexts.Text("publish.overtaken")]));
        var input = request.Input is { ValueKind: JsonValueKind.Object } given ? given : JsonElement.Parse("{}");
        var runs = new List<Run>(count);
        while (runs.Count < count)
        {
            var start = new StartRequest(
                null, null, _ => new CaseStarted(definitionId, version.VersionId, version.Version, input, request.CorrelationId, null, null) { Trigger = trigger },
                parts.Access.CallerOf(context).Actor);
            switch (await parts.Runtime.StartAsync(start, cancellation))
            {
                case StartOutcome.Started started:
                    runs.Add(new Run(started.CaseId.ToString(), version.VersionId, version.Version));
                    break;
                case StartOutcome.Refused refused:
                    return (null, Refused(context, [refused.Message]));
                default:
                    return (null, ElsaAnswers.Refused(StatusCodes.Status503ServiceUnavailable, DesignerTexts.Text("run.unavailable")));
            }
        }

        return (runs, null);
    }

    private static IResult Refused(HttpContext context, IReadOnlyList<string> reasons)
    {
        context.Response.Headers[CannotStartHeader] = "true";
        return ElsaAnswers.Refused(reasons);
    }

    private sealed record RunRequest(string? CorrelationId, string? VersionOptions, JsonElement? Input, string? TriggerActivityId, int? Count);

    private sealed record Run(string Id, string VersionId, int Version);
}

/// <summary>What starting a case from the designer needs.</summary>
internal sealed record RunParts(IDefinitionLibrary Library, ProcedureCatalog Procedures, DefinitionFindings Findings, ICaseRuntime Runtime, IDesignerAccess Access);
