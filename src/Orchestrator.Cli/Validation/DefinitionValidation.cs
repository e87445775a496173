using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Linting;

namespace Orchestrator.Cli.Validation;

/// <summary>One finding and its file.</summary>
internal sealed record FileFinding(string File, LintFinding Finding);

/// <summary>Validates one file: what keeps it from running, else what the linter finds.</summary>
internal static class DefinitionValidation
{
    public static IEnumerable<FileFinding> Of(string file, WorkflowCompiler compiler)
    {
        var shown = file.Replace('\\', '/');
        return compiler.Compile(File.ReadAllBytes(file)) switch
        {
            CompilationResult.Refused refused => refused.Faults.Select(fault =>
                new FileFinding(shown, new LintFinding(fault.Code, LintSeverity.Error, fault.Path, fault.Activity, fault.Message))),
            CompilationResult.Compiled compiled => WorkflowLinter.Check(compiled.Workflow).Select(finding => new FileFinding(shown, finding)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
