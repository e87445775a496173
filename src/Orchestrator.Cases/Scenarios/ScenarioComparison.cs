using System.Text.Json;
using Orchestrator.Cases.Activities;
using Orchestrator.Workflows.Execution;

namespace Orchestrator.Cases.Scenarios;

/// <summary>Compares what came of a case with what a scenario expects. Pure.</summary>
internal static class ScenarioComparison
{
    public static IEnumerable<ScenarioDifference> Differences(CaseState state, IReadOnlyList<DryRunEntry> journal, Expectation expected)
    {
        var path = journal.Select(entry => entry.Event).OfType<ActivityStarted>().Select(started => started.ActivityId).Distinct(StringComparer.Ordinal).ToList();
        var outputs = state.Outputs;
        return Ending(state, expected)
            .Concat(Same("outcome", expected.Outcome, outputs.GetValueOrDefault("Outcome") is { ValueKind: JsonValueKind.String } outcome ? outcome.GetString() : null))
            .Concat(Same("statuses", expected.Statuses, Statuses(journal)))
            .Concat(Same("parts", expected.Parts is { } parts ? Lines(parts) : null, Lines(Parts(state))))
            .Concat(Same("path", expected.Path, path))
            .Concat((expected.Visited ?? []).Except(path).Select(id => Difference("visited", $"Expected the case to come to {id}, but it did not")))
            .Concat((expected.Skipped ?? []).Intersect(path).Select(id => Difference("skipped", $"Expected the case not to come to {id}, but it did")))
            .Concat((expected.Outputs ?? new Dictionary<string, JsonElement>()).SelectMany(output => Same($"outputs.{output.Key}", output.Value.ToString(), outputs.TryGetValue(output.Key, out var value) ? value.ToString() : null)));
    }

    /// <summary>Statuses in order; one that was set again, for example by a second request for a supplement, stands once.</summary>
    public static IReadOnlyList<string> Statuses(IReadOnlyList<DryRunEntry> journal)
    {
        List<string> statuses = [];
        foreach (var mark in journal.Select(entry => entry.Event).OfType<MarkRecorded>().Where(mark => mark.Name == CaseMarks.Status))
        {
            if (LenientJson.Text(mark.Data, "status") is { } status && (statuses.Count == 0 || statuses[^1] != status)) statuses.Add(status);
        }

        return statuses;
    }

    /// <summary>Last recorded result of each part.</summary>
    public static Dictionary<string, string> Parts(CaseState state) =>
        state.Marks.Where(mark => mark.Key.StartsWith(CaseMarks.PartPrefix, StringComparison.Ordinal))
            .ToDictionary(mark => mark.Key[CaseMarks.PartPrefix.Length..], mark => LenientJson.Text(mark.Value, "outcome") ?? "", StringComparer.Ordinal);

    private static IEnumerable<ScenarioDifference> Ending(CaseState state, Expectation expected)
    {
        var incidents = state.Incidents.Values.Select(incident => incident.Fault.Code).Order(StringComparer.Ordinal).ToList();
        foreach (var difference in Same("incidents", (expected.Incidents ?? []).Order(StringComparer.Ordinal).ToList(), incidents)) yield return difference;
        if (expected.Incidents is not (null or [])) yield break;
        if (state.SubStatus != CaseSubStatus.Finished)
        {
            var waits = string.Join(", ", state.Bookmarks.Values.Select(bookmark => bookmark.ActivityId));
            yield return Difference("", $"Expected the case to end, but it is {state.SubStatus}{(waits.Length > 0 ? $" and waits at {waits}" : "")}");
        }
    }

    private static IEnumerable<ScenarioDifference> Same(string member, string? expected, string? actual) =>
        expected is null || expected == actual ? [] : [Difference(member, $"Expected {member} {expected}, but it is {actual ?? "not set"}")];

    private static IEnumerable<ScenarioDifference> Same(string member, IReadOnlyList<string>? expected, IReadOnlyList<string> actual) =>
        expected is null || expected.SequenceEqual(actual, StringComparer.Ordinal) ? [] : [Difference(member, $"Expected {member} {Text(expected)}, but they are {Text(actual)}")];

    private static string Text(IReadOnlyList<string> values) => values.Count == 0 ? "(none)" : string.Join(", ", values);

    private static List<string> Lines(IReadOnlyDictionary<string, string> parts) =>
        [.. parts.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => $"{part.Key}={part.Value}")];

    private static ScenarioDifference Difference(string member, string message)
    {
        var name = member.Split('.')[0];
        return new ScenarioDifference(member.Length == 0 ? "$.expected" : $"$.expected.{member}", name.Length == 0 ? "not-ended" : $"{name}-differ", message + '.');
    }
}
