using System.Globalization;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Designer.Instances;

/// <summary>Id of one execution over all cases, as Elsa's clients name it: <c>&lt;case id&gt;-&lt;number&gt;</c>. Number 0 is the workflow itself.</summary>
internal readonly record struct ExecutionKey(CaseId CaseId, long Number)
{
    /// <summary>Number of the workflow itself, which is no activity here but one in Elsa.</summary>
    public const long Workflow = 0;

    public static ExecutionKey? Parse(string? text)
    {
        var dash = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        return dash > 0 && CaseId.TryParse(text![..dash], null, out var caseId)
            && long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new ExecutionKey(caseId, number)
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CaseId}-{Number}");
}
