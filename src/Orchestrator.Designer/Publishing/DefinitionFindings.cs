using System.Globalization;
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
        DefinitionReading.Unreadable unreadable => [.. unreadable.Faults.Select(LintFinding.Of)],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A finding in the current language. The Vietnamese text of a missing value does not name the input, so its name is put behind it.</summary>
    public static string TextOf(LintFinding finding) =>
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName != "vi" ? finding.Message
        : finding.Rule == "missing-input" ? $"{finding.MessageVi} ({finding.Path[(finding.Path.LastIndexOf('.') + 1)..]})"
        : finding.MessageVi;

    private IReadOnlyList<LintFinding> Of(WorkflowDefinition definition, DefinitionVersion version) =>
        [.. WorkflowLinter.Check(compiler.Compile(definition, version.DefinitionId, version.VersionId, version.Version)).OrderByDescending(finding => finding.Severity)];
}
