using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Workflows.Linting;

/// <summary>Looks for one kind of mistake in a workflow that compiles. Pure; one instance serves all. Its texts are in <c>LintTexts.json</c> under its code.</summary>
internal abstract class LintRule
{
    /// <summary>Stable code.</summary>
    public abstract string Code { get; }

    /// <summary>How much its findings matter.</summary>
    public virtual LintSeverity Severity => LintSeverity.Warning;

    public abstract IEnumerable<LintFinding> Check(LintSubject subject);

    /// <summary>A finding about an activity; <c>{0}</c> in its text is the activity's name.</summary>
    protected LintFinding Finding(CompiledActivity activity, string? variant = null, params ReadOnlySpan<object?> arguments) =>
        Finding(activity.Node.Path, activity, variant, [activity.Node.Label, .. arguments]);

    /// <summary>A finding at a place.</summary>
    protected LintFinding Finding(string path, CompiledActivity? activity, string? variant, params ReadOnlySpan<object?> arguments)
    {
        var (vi, en) = LintTexts.Of(variant is null ? Code : $"{Code}/{variant}", arguments);
        return new(Code, Severity, path, activity?.Node.Label, en) { MessageVi = vi, ActivityId = activity?.Id };
    }
}
