using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Orchestrator.Server.Access;
using Orchestrator.Server.Problems;
using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Server.Api;

/// <summary>Checks of definitions, before they are published.</summary>
internal static class DefinitionEndpoints
{
    /// <summary>Maps <c>/definitions</c>.</summary>
    public static void MapDefinitions(this RouteGroupBuilder api) => api
        .MapPost("/definitions/validate", ValidateAsync).WithName("ValidateDefinition").WithTags("Definitions").For(Permission.ValidateDefinitions)
        .Takes<JsonElement>().Fails(ProblemKind.DefinitionInvalid)
        .WithSummary("Checks an Elsa 3.8 definition as publishing it would; stores nothing.")
        .WithDescription("422 lists every fault: 'pointer' is its JSON path, as for example $.root.activities[2].type.");

    private static async Task<Results<Ok<DefinitionView>, Problem>> ValidateAsync(HttpContext context, WorkflowCompiler compiler)
    {
        var json = await RequestBody.ReadJsonAsync(context);
        if (!json.IsGood)
            return json.Problem;
        using var document = json.Value;
        return compiler.Compile(JsonSerializer.SerializeToUtf8Bytes(document.RootElement)) switch
        {
            CompilationResult.Compiled good => TypedResults.Ok(new DefinitionView(good.Workflow.DefinitionId, good.Workflow.Version)),
            CompilationResult.Refused refused => new Problem(ProblemKind.DefinitionInvalid, refused.Faults.Length)
            {
                Errors = [.. refused.Faults.Select(fault => new ProblemError(fault.Path, fault.Code, fault.Message))],
            },
            var other => throw new InvalidOperationException($"Unknown result {other.GetType().Name}."),
        };
    }
}

/// <summary>A definition that can run.</summary>
/// <param name="DefinitionId">Stable id.</param>
/// <param name="Version">Version that the document carries.</param>
public sealed record DefinitionView(string DefinitionId, int Version);
