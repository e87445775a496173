using System.Text.Json;
using Orchestrator.Workflows.Activities.Flowcharts;
using Orchestrator.Workflows.Compilation;
using Orchestrator.Workflows.Definitions;

namespace Orchestrator.Workflows.Linting.Rules;

/// <summary>
/// Waits for an event or a signal that may never come. A wait has a deadline when the activity has one of its own, or when a delay or timer is
/// drawn in a branch that meets it in a join or leads to an end.
/// </summary>
internal sealed class WaitWithoutDeadline : LintRule
{
    public override string Code => "wait-without-deadline";

    public override IEnumerable<LintFinding> Check(LintSubject subject) =>
        subject.Activities
            .Where(activity => Waits(activity) && !Starts(subject, activity) && !IsRaced(subject, activity))
            .Select(activity => Finding(activity, activity.Node.Type == "Case.WaitForSignal" ? "signal" : null));

    /// <summary>An event that starts cases is not waited for.</summary>
    private static bool Starts(LintSubject subject, CompiledActivity activity) =>
        activity.CustomProperties.Flag("canStartWorkflow") && subject.Flowcharts.Any(graph => graph.Start >= 0 && ReferenceEquals(graph.Nodes[graph.Start], activity));

    private static bool Waits(CompiledActivity activity) => activity.Node.Type switch
    {
        "Elsa.Event" or "Elsa.HttpEndpoint" => true,
        "Case.WaitForSignal" => IsEmpty(activity.Node["workingDays"]),
        _ => false,
    };

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
