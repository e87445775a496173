using System.Collections.Immutable;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Linting.Rules;

namespace Orchestrator.Workflows.Linting;

/// <summary>Looks for what a designer will hardly have meant in a workflow that compiles: on publish and in <c>orchestrator validate</c>.</summary>
public static class WorkflowLinter
{
    private static readonly LintRule[] Rules =
    [
        new UnreachableActivity(), new UnconnectedOutcome(), new WaitWithoutDeadline(), new JoinThatCanBlock(), new VariableUse(), new LoopWithoutExit(),
        new TypeMismatch(), new MissingWorkflow(), new UnknownName(), new MissingTranslation(), new NothingToCompensate(), new RetiredActivity(),
    ];

    /// <summary>Code and English summary of every rule.</summary>
    public static IReadOnlyDictionary<string, string> Summaries { get; } = LintTexts.Keys
        .Where(key => key.EndsWith("/summary", StringComparison.Ordinal))
        .ToImmutableSortedDictionary(key => key[..key.IndexOf('/', StringComparison.Ordinal)], key => LintTexts.Of(key).En, StringComparer.Ordinal);

    /// <summary>What compiling came to, as findings: what keeps a definition from running, else what it hardly means.</summary>
    public static ImmutableArray<LintFinding> Check(CompilationResult result, LintSurroundings? surroundings = null) => result switch
    {
        CompilationResult.Refused refused => [.. refused.Faults.Select(LintFinding.Of)],
        CompilationResult.Compiled compiled => Check(compiled.Workflow, surroundings),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Checks a workflow; findings in the order of their paths.</summary>
    public static ImmutableArray<LintFinding> Check(CompiledWorkflow workflow, LintSurroundings? surroundings = null)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        if (workflow.Definition is not { } definition)
        {
            return [];
        }

        var subject = new LintSubject(workflow, definition, surroundings ?? new LintSurroundings());
        return [.. Rules.SelectMany(rule => rule.Check(subject)).OrderBy(finding => finding.Path, StringComparer.Ordinal).ThenBy(finding => finding.Rule, StringComparer.Ordinal)];
    }
}
