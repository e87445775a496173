using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Cases.Procedures;
using Orchestrator.Cases.Scenarios;
using Orchestrator.Runtime.Definitions;
using Orchestrator.Simulators.Mocks;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Designer.Trials;

/// <summary>Finds what can be tried and begins trials.</summary>
internal sealed class TrialStart(
    IDefinitionStore definitions, ProcedureCatalog procedures, DryRunInput inputs, IActivityCatalog catalog, ITrialAgencies agencies, WorkflowsFolder folder, TimeProvider time)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A version of a definition, also a draft that can run; without a version the published one. Null when there is none.</summary>
    public async Task<CompiledWorkflow?> FindAsync(string definitionId, string? versionId, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(versionId)) return await definitions.FindPublishedAsync(definitionId, cancellationToken);
        try
        {
            return await definitions.GetAsync(versionId, cancellationToken) is { } found && found.DefinitionId == definitionId ? found : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A definition as it is drawn; null when there is none.</summary>
    public async Task<WorkflowDefinition?> DefinitionAsync(string? definitionId, string? versionId, CancellationToken cancellationToken)
    {
        if (versionId is null) return definitionId is null ? null : (await definitions.FindPublishedAsync(definitionId, cancellationToken))?.Definition;
        try
        {
            return (await definitions.GetAsync(versionId, cancellationToken)).Definition;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>An application to begin with: that of the first scenario, or with a seed one made up from the schema. For a workflow that is no procedure, its inputs.</summary>
    public async Task<string> SampleAsync(CompiledWorkflow workflow, long? seed, CancellationToken cancellationToken)
    {
        if (procedures.FindByDefinition(workflow.DefinitionId) is not { } procedure)
            return new JsonObject((workflow.Definition?.Inputs ?? []).DistinctBy(input => input.Name).Select(input => KeyValuePair.Create<string, JsonNode?>(input.Name, null))).ToJsonString(Readable);
        var files = Path.Combine(folder.Procedures, procedure.DefinitionId);
        if (seed is not { } chosen)
        {
            foreach (var file in ProcedureFiles.ScenarioPaths(files))
            {
                if (ScenarioReading.Of(await File.ReadAllBytesAsync(file, cancellationToken)) is ScenarioReading.Good good) return JsonSerializer.Serialize(good.Scenario.Application, Readable);
            }
        }
        else if (Path.Combine(files, "application.schema.json") is var schema && File.Exists(schema))
        {
            return SchemaSample.Of(JsonElement.Parse(await File.ReadAllTextAsync(schema, cancellationToken)), chosen)?.ToJsonString(Readable) ?? "{}";
        }

        return "{}";
    }

    /// <summary>Begins a trial; the application is what a dossier would begin with, or else the workflow's inputs.</summary>
    public Trial Begin(CompiledWorkflow workflow, JsonElement application, long seed)
    {
        var at = time.GetUtcNow();
        var input = procedures.FindByDefinition(workflow.DefinitionId) is { } procedure ? inputs.Of(procedure, application, at) : application;
        return Trial.Start(workflow, input, at, catalog, agencies, seed);
    }
}
