using System.Collections.Frozen;
using System.Collections.Immutable;
using Orchestrator.Workflows.Catalog;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Expressions;

namespace Orchestrator.Workflows.Compilation;

/// <summary>What compiling came to.</summary>
public abstract record CompilationResult
{
    private CompilationResult() { }

    /// <summary>It can run.</summary>
    public sealed record Compiled(CompiledWorkflow Workflow) : CompilationResult;

    /// <summary>It cannot run; every reason is told at once.</summary>
    public sealed record Refused(ImmutableArray<DefinitionFault> Faults) : CompilationResult;
}

/// <summary>
/// Turns a definition into a workflow that can run, or says what keeps it from running: what looks right but would run differently than drawn is refused here.
/// </summary>
public sealed class WorkflowCompiler
{
    private readonly IActivityCatalog _catalog;
    private readonly FrozenDictionary<string, IExpressionLanguage> _languages;

    /// <summary>Makes a compiler for a catalog and the languages that expressions may use.</summary>
    public WorkflowCompiler(IActivityCatalog catalog, IEnumerable<IExpressionLanguage> languages)
    {
        _catalog = catalog;
        _languages = languages.ToFrozenDictionary(l => l.Type, StringComparer.Ordinal);
    }

    /// <summary>Reads and compiles a file in one go; ids and version come from the file.</summary>
    /// <param name="json">Elsa 3.8 definition JSON, UTF-8.</param>
    public CompilationResult Compile(ReadOnlyMemory<byte> json) => DefinitionReader.Read(json) switch
    {
        DefinitionReading.Read read => Compile(read.Definition),
        DefinitionReading.Unreadable unreadable => new CompilationResult.Refused(unreadable.Faults),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Compiles under the ids and version that the definition itself carries.</summary>
    public CompilationResult Compile(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var definitionId = definition.DefinitionId ?? definition.Id ?? "";
        return Compile(definition, definitionId, definition.Id ?? $"{definitionId}:{definition.Version}", definition.Version);
    }

    /// <summary>Compiles under the ids and version that a store gave.</summary>
    public CompilationResult Compile(WorkflowDefinition definition, string definitionId, string versionId, int version) =>
        Compile(definition, definitionId, versionId, version, isStored: false);

    /// <summary>
    /// Compiles a version that was published before: what would be refused today becomes one of <see cref="CompiledWorkflow.Refusals"/> and an incident of the case that comes
    /// to it. Refused only when there is nothing to run at all.
    /// </summary>
    public CompilationResult CompileStored(WorkflowDefinition definition, string definitionId, string versionId, int version) =>
        Compile(definition, definitionId, versionId, version, isStored: true);

    private CompilationResult Compile(WorkflowDefinition definition, string definitionId, string versionId, int version, bool isStored)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var run = new CompilationRun(definition, definitionId, _catalog, _languages, isStored);
        var root = run.CompileRoot();
        if ((run.Faults.Count > 0 && !isStored) || root is null) return new CompilationResult.Refused([.. run.Faults]);

        return new CompilationResult.Compiled(new CompiledWorkflow
        {
            DefinitionId = definitionId,
            VersionId = versionId,
            Version = version,
            Definition = definition,
            Refusals = [.. run.Faults],
            Root = root,
            Variables = run.WorkflowVariables,
            ByNodeId = run.Compiled.Values.ToFrozenDictionary(a => a.NodeId, StringComparer.Ordinal),
            Compensations = CompiledCompensations.Of(run.Compiled.Values, root),
            IdsByName = CompilationRun.NamesOf(run.Compiled.Values.Where(a => a.Frame is null)),
            Uses = [.. run.Uses],
            Inputs = CompilationRun.ByName(definition.Inputs),
            Outputs = CompilationRun.ByName(definition.Outputs),
        });
    }
}
