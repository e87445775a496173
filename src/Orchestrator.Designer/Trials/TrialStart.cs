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
    IDefinitionLibrary library, WorkflowCompiler compiler, ProcedureCatalog procedures, DryRunInput inputs, IActivityCatalog catalog, ITrialAgencies agencies, WorkflowTree tree,
    TimeProvider time)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A version of a definition as it is saved now, draft or not; without a version the newest, which is what an editor shows.</summary>
    public async Task<Triable> FindAsync(string definitionId, string? versionId, CancellationToken cancellationToken)
    {
        if (await StoredAsync(definitionId, versionId, cancellationToken) is not { } stored) return new Triable.None();
        if (DefinitionReader.Read(stored.Json) is not DefinitionReading.Read { Definition: var definition }) return new Triable.None();
        return compiler.Compile(definition, definitionId, stored.Version.VersionId, stored.Version.Version) switch
        {
            CompilationResult.Compiled compiled => new Triable.Ready(compiled.Workflow, stored.Version),
            CompilationResult.Refused refused => new Triable.Refused(stored.Version, [.. refused.Faults.Select(fault => fault.Activity is null ? fault.Message : $"{fault.Activity}: {fault.Message}")]),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>A definition as it is drawn, whether it can run or not; null when there is none.</summary>
    public async Task<WorkflowDefinition?> DefinitionAsync(string? definitionId, string? versionId, CancellationToken cancellationToken) =>
        await StoredAsync(definitionId, versionId, cancellationToken) is { } stored && DefinitionReader.Read(stored.Json) is DefinitionReading.Read read ? read.Definition : null;

    private async Task<StoredDefinition?> StoredAsync(string? definitionId, string? versionId, CancellationToken cancellationToken)
    {
        var id = !string.IsNullOrEmpty(versionId) ? versionId
            : definitionId is not null && await library.HistoryAsync(definitionId, cancellationToken) is [var newest, ..] ? newest.VersionId
            : null;
        return id is not null && await library.ReadAsync(id, cancellationToken) is { } stored && (definitionId is null || stored.Version.DefinitionId == definitionId) ? stored : null;
    }

    /// <summary>An application to begin with: that of the first scenario, or with a seed one made up from the schema. For a workflow that is no procedure, its inputs.</summary>
    public async Task<string> SampleAsync(CompiledWorkflow workflow, long? seed, CancellationToken cancellationToken)
    {
        if (procedures.FindByDefinition(workflow.DefinitionId) is not { } procedure)
            return new JsonObject((workflow.Definition?.Inputs ?? []).DistinctBy(input => input.Name).Select(input => KeyValuePair.Create<string, JsonNode?>(input.Name, null))).ToJsonString(Readable);
        var files = Path.GetDirectoryName(tree.PlaceOf(procedure.DefinitionId))!;
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

/// <summary>What can be tried.</summary>
internal abstract record Triable
{
    private Triable() { }

    /// <summary>It can run.</summary>
    public sealed record Ready(CompiledWorkflow Workflow, DefinitionVersion Version) : Triable;

    /// <summary>It is not finished.</summary>
    /// <param name="Version">Which.</param>
    /// <param name="Reasons">What keeps it from running.</param>
    public sealed record Refused(DefinitionVersion Version, IReadOnlyList<string> Reasons) : Triable;

    /// <summary>There is none.</summary>
    public sealed record None : Triable;
}
