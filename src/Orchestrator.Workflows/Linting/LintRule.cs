using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Workflows.Linting;

/// <summary>Looks for one kind of mistake in a workflow that compiles. Pure; one instance serves all.</summary>
internal abstract class LintRule
{
    /// <summary>Stable code.</summary>
    public abstract string Code { get; }

    /// <summary>One line for people: what it looks for.</summary>
    public abstract string Summary { get; }

    /// <summary>How much its findings matter.</summary>
    public virtual LintSeverity Severity => LintSeverity.Warning;

    public abstract IEnumerable<LintFinding> Check(LintSubject subject);

    protected LintFinding Finding(CompiledActivity activity, string message) => new(Code, Severity, activity.Node.Path, activity.Node.Label, message);
}
