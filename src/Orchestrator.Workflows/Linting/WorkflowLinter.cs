using System.Collections.Immutable;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Linting.Rules;

namespace Orchestrator.Workflows.Linting;

/// <summary>Looks for what a designer will hardly have meant in a workflow that compiles: on publish and in <c>orchestrator validate</c>.</summary>
public static class WorkflowLinter
{
    private static readonly LintRule[] Rules =
    [
        new UnreachableActivity(), new UnconnectedOutcome(), new WaitWithoutDeadline(), new JoinThatCanBlock(), new VariableNeverSet(), new LoopWithoutExit(),
    ];

    /// <summary>Code and summary of every rule.</summary>
    public static IReadOnlyDictionary<string, string> Summaries { get; } = Rules.ToImmutableSortedDictionary(rule => rule.Code, rule => rule.Summary, StringComparer.Ordinal);

    /// <summary>Checks a workflow; findings in the order of their paths.</summary>
    public static ImmutableArray<LintFinding> Check(CompiledWorkflow workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        if (workflow.Definition is not { } definition)
        {
            return [];
        }

        var subject = new LintSubject(workflow, definition);
        return [.. Rules.SelectMany(rule => rule.Check(subject)).OrderBy(finding => finding.Path, StringComparer.Ordinal).ThenBy(finding => finding.Rule, StringComparer.Ordinal)];
    }
}
