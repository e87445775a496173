using System.Text.Json;
using Orchestrator.Workflows.Activities.Flowcharts;
using Orchestrator.Workflows.Compilation;

namespace Orchestrator.Workflows.Linting.Rules;

/// <summary>
/// Waits for an event or a signal that may never come. A wait has a deadline when the activity has one of its own, or when a delay or timer is
/// drawn in a branch that meets it in a join or leads to an end.
/// </summary>
internal sealed class WaitWithoutDeadline : LintRule
{
    public override string Code => "wait-without-deadline";

    public override string Summary => "A wait for an event or signal has no deadline, so a case can stand still for ever.";

    public override IEnumerable<LintFinding> Check(LintSubject subject) =>
        subject.Activities.Where(activity => Waits(activity) && !IsRaced(subject, activity)).Select(activity => Finding(
            activity, $"Expected '{activity.Node.Label}' to end its wait some day, but it has no deadline; {Advice(activity)}."));

    private static bool Waits(CompiledActivity activity) => activity.Node.Type switch
    {
        "Elsa.Event" => true,
        "Case.WaitForSignal" => IsEmpty(activity.Node["workingDays"]),
        _ => false,
    };

    private static string Advice(CompiledActivity activity) =>
        activity.Node.Type == "Case.WaitForSignal" ? "give it WorkingDays and connect Expired" : "draw a Delay beside it that meets it in a join that waits for any";

    private static bool IsEmpty(JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object || !input.TryGetProperty("expression", out var expression) || expression.ValueKind != JsonValueKind.Object)
        {
            return input.ValueKind is not JsonValueKind.Number;
        }

        return !expression.TryGetProperty("value", out var value)
            || value.ValueKind is JsonValueKind.Null
            || (value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString()));
    }

    private static bool IsRaced(LintSubject subject, CompiledActivity activity)
    {
        foreach (var graph in subject.Flowcharts)
        {
            var own = graph.Nodes.IndexOf(activity);
            if (own < 0)
            {
                continue;
            }

            var after = LintSubject.Reachable(graph, [own]);
            for (var node = 0; node < graph.Nodes.Length; node++)
            {
                if (graph.Nodes[node].Node.Type is "Elsa.Delay" or "Elsa.Timer" or "Elsa.StartAt" or "Elsa.Cron"
                    && !after.Contains(node)
                    && LintSubject.Reachable(graph, [node]).Any(next => LintSubject.Ends(graph.Nodes[next])
                        || (after.Contains(next) && graph.Rules[next] == JoinRule.First)))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
