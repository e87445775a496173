namespace Orchestrator.Workflows.Linting.Rules;

/// <summary>
/// Steps that people see and that are named in one language only. Studio has one name for an activity, <c>metadata.displayText</c>; what it is in
/// another language stands beside it, in <c>metadata.translations</c>.
/// </summary>
internal sealed class MissingTranslation : LintRule
{
    public override string Code => "missing-translation";

    public override LintSeverity Severity => LintSeverity.Information;

    public override IEnumerable<LintFinding> Check(LintSubject subject) =>
        subject.Activities.Where(activity => IsSeen(activity.Node.Type) && activity.Node.DisplayText is not null && activity.Node.TranslationIn("en") is null).Select(activity => Finding(activity));

    private static bool IsSeen(string type) =>
        type.StartsWith("Agency.", StringComparison.Ordinal)
        || (type.StartsWith("Case.", StringComparison.Ordinal) && type != "Case.RecordResult")
        || type is "Elsa.RunTask" or "Elsa.Event" or "Elsa.Delay" or "Elsa.DispatchWorkflow" or "Elsa.ExecuteWorkflow";
}
