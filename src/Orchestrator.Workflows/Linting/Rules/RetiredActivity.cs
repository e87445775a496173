namespace Orchestrator.Workflows.Linting.Rules;

/// <summary>Activities that work for what uses them already, and that nothing new is to use: their agency is retired.</summary>
internal sealed class RetiredActivity : LintRule
{
    public override string Code => "retired-activity";

    public override IEnumerable<LintFinding> Check(LintSubject subject) =>
        subject.Activities.Where(activity => activity.Descriptor.IsRetired).Select(activity => Finding(activity, null, activity.Descriptor.Category));
}
