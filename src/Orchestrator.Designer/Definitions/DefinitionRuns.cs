using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestrator.Cases.Procedures;
using Orchestrator.Designer.Access;
using Orchestrator.Designer.ElsaApi;
using Orchestrator.Designer.Publishing;
using Orchestrator.Designer.Texts;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Runtime.Running;
using Orchestrator.Workflows.Execution;
using Orchestrator.Workflows.Linting;

namespace Orchestrator.Designer.Definitions;

/// <summary>Starting cases from the designer. They are real ones; what a procedure needs an application for is refused here.</summary>
internal static class DefinitionRuns
{
    private const string InstanceHeader = "x-elsa-workflow-instance-id";
    private const string CannotStartHeader = "x-elsa-workflow-cannot-start";

    /// <summary>Maps execute and dispatch.</summary>
    public static void MapDefinitionRuns(this ElsaRoutes routes)
    {
        routes.Post("/workflow-definitions/{definitionId}/execute", DesignerRight.RunDefinitions, ExecuteAsync);
        routes.Post("/workflow-definitions/{definitionId}/dispatch", DesignerRight.RunDefinitions, DispatchAsync);
    }

    private static async Task<IResult> ExecuteAsync(HttpContext context, RunParts parts, string definitionId)
    {
        var (started, refusal) = await StartAsync(context, parts, definitionId);
        if (started is not { } run) return refusal!;
        context.Response.Headers[InstanceHeader] = run.Id;
        return ElsaAnswers.Ok(new
        {
            workflowState = new { id = run.Id, definitionId, definitionVersionId = run.VersionId, definitionVersion = run.Version, status = "Running", subStatus = "Executing" },
        });
    }

    private static async Task<IResult> DispatchAsync(HttpContext context, RunParts parts, string definitionId)
    {
        var (started, refusal) = await StartAsync(context, parts, definitionId);
        return started is { } run ? ElsaAnswers.Ok(new { workflowInstanceId = run.Id }) : refusal!;
    }

    private static async Task<((string Id, string VersionId, int Version)? Started, IResult? Refusal)> StartAsync(HttpContext context, RunParts parts, string definitionId)
    {
        var cancellation = context.RequestAborted;
        var request = new RunRequest(null, null, null);
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

        // The case keeps this very content, whatever is drawn next.
        if (!await parts.Library.FreezeAsync(version, cancellation)) return (null, Refused(context, [DesignerTexts.Text("publish.overtaken")]));
        var input = request.Input is { ValueKind: JsonValueKind.Object } given ? given : JsonElement.Parse("{}");
        var start = new StartRequest(
            null, null, _ => new CaseStarted(definitionId, version.VersionId, version.Version, input, request.CorrelationId, null, null), parts.Access.CallerOf(context).Actor);
        return await parts.Runtime.StartAsync(start, cancellation) switch
        {
            StartOutcome.Started started => ((started.CaseId.ToString(), version.VersionId, version.Version), null),
            StartOutcome.Refused refused => (null, Refused(context, [refused.Message])),
            StartOutcome.Unavailable => (null, ElsaAnswers.Refused(StatusCodes.Status503ServiceUnavailable, DesignerTexts.Text("run.unavailable"))),
            _ => throw new UnreachableException(),
        };
    }

    private static IResult Refused(HttpContext context, IReadOnlyList<string> reasons)
    {
        context.Response.Headers[CannotStartHeader] = "true";
        return ElsaAnswers.Refused(reasons);
    }

    private sealed record RunRequest(string? CorrelationId, string? VersionOptions, JsonElement? Input);
}

/// <summary>What starting a case from the designer needs.</summary>
internal sealed record RunParts(IDefinitionLibrary Library, ProcedureCatalog Procedures, DefinitionFindings Findings, ICaseRuntime Runtime, IDesignerAccess Access);
