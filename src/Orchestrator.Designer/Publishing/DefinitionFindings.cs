using Orchestrator.Runtime.Definitions;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;
using Orchestrator.Workflows.Linting;

namespace Orchestrator.Designer.Publishing;

/// <summary>What is wrong with a version: what keeps it from running, else what the linter finds.</summary>
internal sealed class DefinitionFindings(WorkflowCompiler compiler)
{
    /// <summary>Errors first.</summary>
    public IReadOnlyList<LintFinding> Of(StoredDefinition stored) => DefinitionReader.Read(stored.Json) switch
    {
        DefinitionReading.Read read => Of(read.Definition, stored.Version),
        DefinitionReading.Unreadable unreadable => [.. unreadable.Faults.Select(Error)],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private IReadOnlyList<LintFinding> Of(WorkflowDefinition definition, DefinitionVersion version) =>
        compiler.Compile(definition, version.DefinitionId, version.VersionId, version.Version) switch
        {
            CompilationResult.Compiled compiled => [.. WorkflowLinter.Check(compiled.Workflow).OrderByDescending(finding => finding.Severity)],
            CompilationResult.Refused refused => [.. refused.Faults.Select(Error)],
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static LintFinding Error(DefinitionFault fault) => new(fault.Code, LintSeverity.Error, fault.Path, fault.Activity, fault.Message);
}
